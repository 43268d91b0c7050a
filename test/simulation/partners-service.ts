import type { OutboxMessage } from '@duixian/messaging';
import { partnersEventsV1 } from '@duixian/proto';
import { openKinds, type StoredKind, transact, unary } from '@duixian/runtime';
import type { ServiceParts, ServiceRuntime } from '@duixian/service';

type Changed = partnersEventsV1.PartnersChanged;
export type AgreedSource = {
  _id: string;
  version: bigint;
  state: Omit<partnersEventsV1.SourceState, 'version'>;
};
export type AgreedHandingOver = {
  _id: string;
  from: string;
  to: string;
  type: string;
  types: string[];
  subject: string;
  at: Date;
  version: bigint;
};

const KINDS: readonly StoredKind[] = [
  { collection: 'sources', version: 1 },
  { collection: 'handingsOver', version: 1 },
];

/** As small as everything here: messages have 1,500 bytes. */
const MOST_TOGETHER = 4;

/**
 * A stand-in for services/partners: what two persons agreed to is stored and published in one transaction,
 * each state whole and under a version of its own. The same again has no effect.
 */
export async function startPartners(runtime: ServiceRuntime<object>): Promise<ServiceParts> {
  const { database, outbox, relay } = runtime;
  await openKinds(database, KINDS);
  const sources = database.collection<AgreedSource>('sources');
  const handingsOver = database.collection<AgreedHandingOver>('handingsOver');

  async function agree(wanted: Changed): Promise<object> {
    const batch = await transact(database, async (session) => {
      const changes: Changed = { sources: [], handingsOver: [] };
      for (const source of wanted.sources) {
        const { uri: _id, version } = source;
        const held = await sources.findOne({ _id }, { session });
        if (held && held.version >= version) continue;
        const document = { _id, version, state: withoutVersion(source) };
        if (held) await sources.replaceOne({ _id, version: held.version }, document, { session });
        else await sources.insertOne(document, { session });
        changes.sources.push(source);
      }
      for (const { id: _id, fromSource: from, toSource: to, at: _, ...rest } of wanted.handingsOver) {
        if (await handingsOver.findOne({ _id }, { session })) continue;
        const document = { _id, from, to, ...rest, at: new Date() };
        await handingsOver.insertOne(document, { session });
        changes.handingsOver.push(handingOverOf(document));
      }
      return outbox.add(session, messagesOf(changes));
    });
    void relay.publish(batch);
    return {};
  }

  /** Handovers first, so that a reader that holds a source holds what was handed over to it. */
  async function republish(publish: (messages: readonly OutboxMessage[]) => Promise<void>): Promise<bigint> {
    const handed = await handingsOver.find().toArray();
    const agreed = await sources.find().toArray();
    await publish(messagesOf({ sources: [], handingsOver: handed.map(handingOverOf) }));
    const states = agreed.map(({ state, version }) => ({ ...state, version }));
    await publish(messagesOf({ sources: states, handingsOver: [] }));
    return BigInt(handed.length + agreed.length);
  }

  return { grpc: [{ definition: {}, implementation: { agree: unary(agree) } }], kinds: KINDS, republish };
}

function withoutVersion({ version: _, ...state }: partnersEventsV1.SourceState): AgreedSource['state'] {
  return state;
}

function handingOverOf({ _id, from, to, at, ...rest }: AgreedHandingOver): partnersEventsV1.HandingOver {
  return { id: _id, fromSource: from, toSource: to, at: at.toISOString(), ...rest };
}

/** What is agreed to at once goes together; only many unrelated states are divided. */
function messagesOf({ sources, handingsOver }: Changed): OutboxMessage[] {
  const parts = Math.ceil(Math.max(sources.length, handingsOver.length) / MOST_TOGETHER);
  return Array.from({ length: parts }, (_, part) => {
    const own = <One>(all: readonly One[]) => all.slice(part * MOST_TOGETHER, (part + 1) * MOST_TOGETHER);
    return messageOf({ sources: own(sources), handingsOver: own(handingsOver) });
  });
}

function messageOf(changed: Changed): OutboxMessage {
  return {
    subject: 'duixian.partners.changed',
    type: 'duixian.partners.changed.v1',
    source: 'urn:duixian:service:partners',
    about: 'partners',
    payload: partnersEventsV1.PartnersChanged.encode(changed).finish(),
  };
}
