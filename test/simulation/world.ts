import type { AccountState } from '@duixian/awards/domain/account-state';
import { contextKey } from '@duixian/awards/domain/context-key';
import type { StoredContext } from '@duixian/awards/domain/context-state';
import type { Leaning } from '@duixian/awards/domain/leanings';
import type { EntityState } from '@duixian/disbursement/domain/apply-entitlements';
import { Attempt } from '@duixian/disbursement/domain/in-memory/attempt';
import { type Guarded, Store } from '@duixian/disbursement/domain/in-memory/store';
import type { Terms } from '@duixian/disbursement/domain/order';
import type { Programme } from '@duixian/disbursement/domain/programme';
import type { StatusReport } from '@duixian/disbursement/domain/record-status';
import {
  type Fact,
  meteredFee,
  type NumberedInvoice,
  type PublishedFact,
  type UsageData,
} from '@duixian/facts';
import { type Claim, loadPolicy, type Policy } from '@duixian/policy';
import type { ThingDocument } from '@duixian/runtime';
import type { Random } from '@duixian/testing';
import type { Fen } from '@duixian/values';
import type { Request } from './officer-acts.ts';
import { programmesOf } from './programmes.ts';
import { Treasury } from './treasury.ts';

/** A fact as awards holds it. Whatever is stored is never changed, only replaced: so "the same object" means "unchanged". */
export type HeldFact = {
  readonly id: string;
  readonly fact: PublishedFact;
  readonly claims: readonly Claim[];
  readonly leans: readonly Leaning[];
};

export type Reach = { readonly version: bigint; readonly restates: boolean };
export type Status = StatusReport & { readonly id: string };
/** What is taken out of a world, to see whether the simulation misses it. */
export type Sabotage = 'agreement' | 'guards' | Guarded | undefined;
type Said = { road: 'facts'; message: PublishedFact } | { road: 'entitlements'; message: EntityState[] };

const POLICY = loadPolicy('zhengzhou-2017-61');
const FIRST_EPOCH = 1_000_000n;
const HOUR_MS = 3_600_000;
/** Two weeks before a fiscal year ends some of what was published in it is issued too late. */
const BEGINNINGS = ['2019-06-03', '2019-06-03', '2019-12-18'].map((day) => Date.parse(`${day}T01:00:00Z`));

/** All that is stored anywhere, and all that is under way. Processes are elsewhere; they may die, this remains. */
export class World {
  readonly policy: Policy = POLICY;
  readonly epoch = FIRST_EPOCH;
  readonly random: Random;
  /** Facts that partners have not been answered for. */
  readonly arrivals: Fact[] = [];
  readonly things = new Map<string, ThingDocument>();
  readonly history = new Map<string, string>();
  readonly outbox = new Map<number, Said & { isPublished: boolean }>();
  readonly roads = {
    facts: [] as PublishedFact[],
    entitlements: [] as EntityState[][],
    statuses: [] as Status[],
  };
  readonly facts = new Map<string, HeldFact>();
  readonly contexts = new Map<string, StoredContext>();
  readonly accounts = new Map<string, AccountState>();
  readonly reaches = new Map<string, Reach>();
  /** What disbursement stores. */
  readonly store = new Store();
  readonly programmes: readonly Programme[];
  readonly treasury = new Treasury();
  /** What entities paid back, by demand and the bank's number. */
  readonly bank = new Map<string, Fen>();
  now: number;
  readonly sabotage: Sabotage;
  /** Nothing is killed, lost or asked for at random any more: what is under way comes to its end. */
  isCalm = false;
  lastRequest: Request | undefined;
  /** How often each kind of thing happened. */
  readonly tally = new Map<string, number>();
  readonly story: string[] = [];
  readonly wrong: string[] = [];
  readonly #terms: Omit<Terms, 'now'>;
  #saidCount = 0;

  constructor(random: Random, sabotage: Sabotage) {
    this.random = random;
    this.programmes = programmesOf(random);
    this.now = random.pick(BEGINNINGS);
    this.#terms = {
      programmes: this.programmes,
      settleForMs: random.pick([0, 0, 30 * HOUR_MS]),
      needsPayee: random.isTrue(0.5),
    };
    this.sabotage = sabotage;
    if (sabotage !== 'agreement' && sabotage !== 'guards') this.store.unguarded = sabotage;
    const { packDigest, readings } = this.policy;
    const state = { kind: 'policy', packDigest, readings } as const;
    this.contexts.set(contextKey.policy, { _id: contextKey.policy, version: 1n, guard: 1n, state });
  }

  tell(sentence: string): void {
    this.story.push(sentence);
  }

  count(kind: string): void {
    this.tally.set(kind, (this.tally.get(kind) ?? 0) + 1);
  }

  terms(): Terms {
    return { ...this.#terms, now: new Date(this.now) };
  }

  attempt(): Attempt {
    return new Attempt(this.store, this.terms());
  }

  /** Part of a commit: what is to be said is stored with what makes it true. */
  say(...said: Said[]): number[] {
    return said.map((one) => {
      this.#saidCount += 1;
      this.outbox.set(this.#saidCount, { ...one, isPublished: false });
      return this.#saidCount;
    });
  }

  publish(number: number): void {
    const said = this.outbox.get(number);
    if (!said) return;
    if (said.road === 'facts') this.roads.facts.push(said.message);
    else this.roads.entitlements.push(said.message);
    said.isPublished = true;
  }

  /** Things as their register publishes them. */
  published(thing: ThingDocument): PublishedFact {
    const { type, subject, source, eventId, time, data, version, meteredFeeFen } = thing;
    const fact = { type, subject, source, id: eventId, time, data, version };
    return (meteredFeeFen === undefined ? fact : { ...fact, meteredFeeFen }) as PublishedFact;
  }

  /** Invoices whose metered fee moved, under their next version. */
  remetered(): ThingDocument[] {
    const usage = new Map<string, UsageData>();
    const invoices: NumberedInvoice[] = [];
    for (const { type, subject, data } of this.things.values()) {
      if (type === 'duixian.usage.v1') usage.set(subject, data as UsageData);
      if (type === 'duixian.invoice.v1')
        invoices.push({ number: subject, data: data as NumberedInvoice['data'] });
    }
    return invoices.flatMap((invoice) => {
      const thing = this.things.get(`invoice/${invoice.number}`);
      const feeFen = meteredFee(
        invoice,
        (id) => usage.get(id),
        (id) => invoices.filter(({ data }) => data.usageIds.includes(id)),
      );
      if (!thing || thing.meteredFeeFen === feeFen) return [];
      const { meteredFeeFen: _, ...rest } = thing;
      return [
        { ...rest, version: thing.version + 1n, ...(feeFen !== undefined && { meteredFeeFen: feeFen }) },
      ];
    });
  }

  /** Nothing is under way to disbursement, and it has answered for all that it heard. */
  isQuiet(): boolean {
    return (
      this.arrivals.length === 0 &&
      this.outbox.size === 0 &&
      Object.values(this.roads).every((road) => road.length === 0) &&
      this.reaches.size === 0 &&
      [...this.contexts.values()].every(({ state }) => state.kind !== 'party' || !state.isRestating)
    );
  }
}
