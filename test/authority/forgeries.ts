import {
  caseOf,
  encodeFact,
  FACT_TYPES,
  type FactTypeName,
  type PublishedFact,
  readItem,
} from '@duixian/facts';
import { NATS_RIGHTS, type NatsService } from '@duixian/messaging/nats-rights';
import { disbursementV1, entitlementsV1, partnersEventsV1 } from '@duixian/proto';
import {
  contract,
  decision,
  type Item,
  invoice,
  PARTY,
  party,
  receipt,
  recognition,
  USCC,
  usage,
  yuan,
} from '../e2e/items.ts';

/** A subject that is read, and what may be published there. */
type Target = {
  readonly subject: string;
  readonly owner: NatsService;
  /** What nobody but the owner may publish there. */
  readonly type: FactTypeName | 'entitlements' | 'order' | 'sources';
};

const TYPES = Object.keys(FACT_TYPES) as FactTypeName[];
/** An amount in fen that nobody is due. */
const AMOUNT_FEN = 777_703;

/** Every fact that would be worth something, if it were believed. */
export const FACTS: Readonly<Record<FactTypeName, (id: string) => Item>> = {
  'duixian.party.v1': () => party(USCC.branch, '示例光电北区分公司', USCC.university),
  'duixian.recognition.v1': (id) => recognition(id, { uscc: USCC.lab }),
  'duixian.sanction.v1': (id) =>
    of(recognition(id, {}), 'sanction', {
      ...{
        revision: 1,
        uscc: USCC.optics,
        from: '2018-01-01',
        until: null,
        documentNo: '示例',
        reason: '示例',
      },
      status: 'active',
    }),
  'duixian.contract.v1': (id) => ({ ...contract(999, { buyer: PARTY.materials }), id }),
  'duixian.receipt.v1': (id) => receipt(id, 1, yuan(500_000)),
  'duixian.instrument.v1': (id) =>
    of(usage(id, {}), 'instrument', {
      ...{ revision: 1, name: '示例', owner: PARTY.university, model: '示例', originalValueFen: yuan(1) },
      ...{ openSince: '2018-01-01', status: 'open' },
    }),
  'duixian.usage.v1': (id) => usage(id, {}),
  'duixian.invoice.v1': (id) => invoice(id, {}),
  'duixian.decision.v1': (id) => decision(id, {}),
};

/**
 * Every subject that any service reads, from the table of rights: each type of fact in place of `*`, and one
 * that is no type.
 */
export const TARGETS: readonly Target[] = Object.values(NATS_RIGHTS)
  .flatMap(
    (rights: { publishes: readonly string[]; subscribes: readonly { subjects: readonly string[] }[] }) => [
      ...rights.subscribes.flatMap(({ subjects }) => subjects),
      ...rights.publishes.filter((subject) => !subject.startsWith('duixian.entitlements')),
    ],
  )
  .flatMap((filter) => TYPES.map((type) => filter.replace(/[*>]$/, caseOf(type))))
  .flatMap((subject) => targetsOf(subject))
  .filter((target, at, all) => all.findIndex(({ subject }) => subject === target.subject) === at);

function targetsOf(subject: string): Target[] {
  const owner = (Object.keys(NATS_RIGHTS) as NatsService[]).find((name) =>
    NATS_RIGHTS[name].publishes.some((own: string) => subject.startsWith(own.slice(0, -1))),
  );
  if (!owner) throw new Error(`${subject} is read, and nobody may say anything there`);
  const [, root, , last] = subject.split('.');
  if (root === 'entitlements') return [{ subject, owner, type: 'entitlements' }];
  if (root === 'orders') return [{ subject: 'duixian.orders.issued', owner, type: 'order' }];
  if (root === 'partners') return [{ subject, owner, type: 'sources' }];
  const type = TYPES.find((one) => caseOf(one) === last);
  if (root === 'facts' && type) return [{ subject, owner, type }];
  throw new Error(`${subject} is read, and this test has nothing to forge there`);
}

/**
 * Whether it publishes there what its owner may publish there, so that nobody could tell it from a genuine
 * message.
 */
export function isOwnToPublish(forger: NatsService, { owner, type }: Target): boolean {
  if (forger !== owner) return false;
  return (
    type === 'entitlements' || type === 'order' || type === 'sources' || FACT_TYPES[type].owner === owner
  );
}

/** Bytes that would be accepted, if they were believed; no two are the same. */
export function forgedFor({ type, subject }: Target, id: string): Uint8Array {
  if (type === 'entitlements') return entitlements(id);
  if (type === 'order') return order(id);
  if (type === 'sources') return sources(id);
  return encodeFact(factOf(type, `${id}-${subject.split('.')[2]}`));
}

/** A type that belongs to another register. */
export function foreignFor(service: NatsService, id: string): Uint8Array {
  return encodeFact(factOf(service === 'awards' ? 'duixian.contract.v1' : 'duixian.decision.v1', id));
}

function factOf(type: FactTypeName, id: string): PublishedFact {
  const read = readItem(FACTS[type](id), 0);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return { ...read.fact, id, version: 9_000_000_000n } as PublishedFact;
}

function of(item: Item, name: string, data: Item['data']): Item {
  return { ...item, type: `duixian.${name}.v1`, data };
}

function entitlements(id: string): Uint8Array {
  const account = { year: 2019, group: 'sharing', version: 9_000_000_000n, beyondExact: false };
  const accounts = [{ ...account, claimedFen: BigInt(AMOUNT_FEN), entitledFen: BigInt(AMOUNT_FEN) }];
  const entity = { entity: USCC.lab, name: id, entityVersion: 9_000_000_000n, holds: [], part: 0, parts: 0 };
  const members = { members: [USCC.lab], memberVersions: [9_000_000_000n], accountsOnly: false };
  return entitlementsV1.EntitlementsChanged.encode({
    entities: [{ ...entity, ...members, accounts }],
  }).finish();
}

/** Sources for everybody's facts, and a handover of everything that another source owns. */
function sources(id: string): Uint8Array {
  const uri = `urn:forged:${id}`;
  return partnersEventsV1.PartnersChanged.encode({
    sources: (['SOURCE_KIND_BUREAU', 'SOURCE_KIND_EXCHANGE', 'SOURCE_KIND_PLATFORM'] as const).map(
      (kind) => ({
        ...{ uri, name: '示例', kind, answerableUscc: USCC.lab, types: TYPES },
        ...{ status: 'SOURCE_STATUS_CONFIRMED', version: 9_000_000_000n },
      }),
    ),
    handingsOver: [
      {
        ...{ id, fromSource: contract(1, {}).source, toSource: uri, type: '', types: TYPES, subject: '' },
        ...{ at: '2026-01-01T00:00:00.000Z', version: 1n },
      },
    ],
  }).finish();
}

function order(id: string): Uint8Array {
  const empty = disbursementV1.OrderChanged.decode(new Uint8Array([10, 0])).order;
  if (!empty) throw new Error('an order without anything in it is one');
  return disbursementV1.OrderChanged.encode({
    order: { ...empty, id, entity: USCC.lab, amountFen: BigInt(AMOUNT_FEN), state: 'ORDER_STATE_ISSUED' },
  }).finish();
}
