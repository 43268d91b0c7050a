import { setTimeout as sleep } from 'node:timers/promises';
import {
  encodeFact,
  type Fact,
  meteredFee,
  type NumberedInvoice,
  type PublishedFact,
  readItem,
  type UsageData,
} from '@duixian/facts';
import { type Nats, Outbox, type Received, Relay } from '@duixian/messaging';
import { claimsOf, ENGINES, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import { createLogger, type Database, startMetrics } from '@duixian/runtime';
import type { ServiceParts } from '@duixian/service';
import { startAwards } from './awards-service.ts';
import { getDigest } from './grpc/get-digest.ts';
import type { ReceivedFact } from './projection/awards.ts';
import { openCollections } from './store/collections.ts';

export const POLICY = 'zhengzhou-2017-61';
type Item = Readonly<Record<string, unknown>>;

const log = createLogger('awards-test', 'silent');

export type Readings = Readonly<Record<string, string>>;
export type Message = Received<ReceivedFact>;
export type Running = ServiceParts & { stop(): Promise<void> };

export function factOf(item: Item, change: object = {}): Fact {
  const read = readItem({ ...item, data: { ...(item['data'] as object), ...change } }, 0);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.fact;
}

export async function receive({ consumers }: Running, messages: readonly Message[]): Promise<void> {
  await consumers?.[0]?.handle(messages);
}

export async function atRest({ pendingJobs }: Running): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if ((await pendingJobs?.()) === 0n) return;
    await sleep(50);
  }
  throw new Error('it did not come to rest within 30 s');
}

export async function digestOf(database: Database, readings: Readings): Promise<string> {
  const { digest } = await getDigest(loadPolicy(POLICY, readings), await openCollections(database));
  return digest;
}

export function expectedDigest(facts: readonly Fact[], readings: Readings): string {
  const policy = loadPolicy(POLICY, readings);
  return resultDigest(fillAccounts(policy, claimsOf(policy, facts)));
}

/** The fees that metering would finally publish with each invoice. */
function meteredFees(facts: readonly Fact[]) {
  const usage = new Map<string, UsageData>();
  const invoices: NumberedInvoice[] = [];
  for (const fact of facts) {
    if (fact.type === 'duixian.usage.v1') usage.set(fact.subject, fact.data);
    if (fact.type === 'duixian.invoice.v1') invoices.push({ number: fact.subject, data: fact.data });
  }
  return (number: string, { data }: Fact<'duixian.invoice.v1'>) =>
    meteredFee(
      { number, data },
      (id) => usage.get(id),
      (id) => invoices.filter((invoice) => invoice.data.usageIds.includes(id)),
    );
}

export function asMessage(fact: Fact, meteredFeeFen?: bigint): Message {
  const version = BigInt(fact.data.revision);
  const published = {
    ...fact,
    version,
    ...(meteredFeeFen !== undefined && { meteredFeeFen }),
  } as PublishedFact;
  return { message: { fact: published, payload: encodeFact(published) }, about: fact.subject };
}

type Chance = { isTrue(probability: number): boolean; shuffled<Item>(items: readonly Item[]): Item[] };

/**
 * From revisions: the facts that count, and the messages that awards receives about all of them, some twice,
 * in any order.
 */
export function history(revisions: readonly Fact[], random: Chance): { facts: Fact[]; messages: Message[] } {
  const newest = new Map(revisions.map((fact) => [`${fact.type} ${fact.subject}`, fact]));
  const facts = [...newest.values()];
  const feeOf = meteredFees(facts);
  const messages = revisions
    .filter(({ type }) => type !== 'duixian.usage.v1' && type !== 'duixian.instrument.v1')
    .map((fact) => {
      const fee = fact.type === 'duixian.invoice.v1' ? feeOf(fact.subject, fact) : undefined;
      return asMessage(fact, fee);
    });
  const twice = messages.filter(() => random.isTrue(0.33));
  return { facts, messages: random.shuffled([...messages, ...twice]) };
}

type Watched = {
  readonly packsDir?: string;
  readonly background?: boolean;
  readonly engines?: typeof ENGINES;
  /** Called with the payloads of each transaction. */
  readonly published?: (payloads: readonly Uint8Array[]) => void;
};

export async function open(
  nats: Nats,
  database: Database,
  readings: Readings,
  { background: runsBackground = true, packsDir = '', engines = ENGINES, published = () => {} }: Watched = {},
): Promise<Running> {
  const outbox = new Outbox(database);
  const relay = new Relay(outbox, nats, log);
  const publish = relay.publish.bind(relay);
  relay.publish = (batch) => {
    published(batch.flatMap(({ messages }) => messages.map(({ payload }) => payload.buffer)));
    return publish(batch);
  };
  const metrics = startMetrics('awards-test');
  const configuration = {
    ENVIRONMENT: 'development',
    POLICY,
    PACKS_DIR: packsDir,
    READINGS: readings,
  } as const;
  const { meter } = metrics;
  const runtime = { name: 'awards', configuration, log, meter, database, outbox, relay };
  const parts = await startAwards(runtime, engines);
  if (runsBackground) for (const background of parts.background ?? []) await background.start();
  const stop = async () => {
    for (const background of parts.background ?? []) await background.stop();
    await relay.stop();
    await metrics.shutdown();
  };
  return { ...parts, stop };
}
