import { AsyncLocalStorage } from 'node:async_hooks';
import type { Terms } from '@duixian/disbursement/orders/domain/order';
import type { Programme } from '@duixian/disbursement/programmes/domain/programme';
import { FACT_TYPES, type Fact, type Owner } from '@duixian/facts';
import { loadPolicy, type Policy } from '@duixian/policy';
import { messageOf } from '@duixian/runtime';
import { Random } from '@duixian/testing';
import { MemoryMongo } from '@duixian/testing/memory-mongo';
import { MemoryNats } from '@duixian/testing/memory-nats';
import type { Fen } from '@duixian/values';
import { Agreements } from './agreements.ts';
import { Deciders } from './deciding/deciders.ts';
import { WatchOfDecisions } from './deciding/watch-decisions.ts';
import type { Request } from './officer-acts.ts';
import { Planning } from './policies/planning.ts';
import { Release } from './policies/release.ts';
import { WatchOfPolicies } from './policies/watch-policies.ts';
import { programmesOf } from './programmes.ts';
import { PROGRAMS, type Service } from './programs.ts';
import { Restores } from './restores.ts';
import { type Machine, SimulatedProcess } from './surroundings/process.ts';
import { type Life, Scheduler } from './surroundings/scheduler.ts';
import { Treasury } from './treasury.ts';
import { AwardsView, DisbursementView } from './view.ts';
import { Watch } from './watch.ts';
import { WatchOfVersions } from './watch-versions.ts';

type Views = { readonly waits: number; readonly disbursement: DisbursementView; readonly awards: AwardsView };

/**
 * As small as everything here (see miniature.ts): an order, the largest that is no list, has a little less.
 */
const MOST_OF_A_MESSAGE = 2_000;
const HOUR_MS = 3_600_000;
const BY_TWO_PERSONS = new Set(
  ['proposedDecisions', 'things', 'policySteps', 'policyActs'].map((name) => `duixian_awards.${name}`),
);
const IS_OLDER = 'the database is older than what was published';
/** Why ordering is suspended at a start after NATS lost its disk, before the newest orders are published again. */
export const NOTHING_HELD = 'the streams hold no order any more';
const WAS_AWAY = 'this service was away for longer than NATS retains messages';
/** Two weeks before the end of a fiscal year, some of what was published in it is issued too late. */
const BEGINNINGS = ['2020-06-03', '2020-06-03', '2020-12-17'].map((day) => Date.parse(`${day}T01:00:00Z`));
/** The supervisor waits a little before it restarts a process that ended. */
const RESTART_MS = 2_000;

export interface WorldPlan {
  readonly seed: number;
  readonly facts: readonly Fact[];
  /** Those who have no part in it. */
  readonly absent: readonly string[];
}

/** Servers, processes, people, a treasury and a bank: everything that a history happens in. */
export class World implements Machine {
  /** The settings with which processes of awards are started. */
  readonly release = new Release();
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly mongo = new MemoryMongo(undefined, {
    onCommit: (collections) => {
      for (const name of collections) this.#acts.getStore()?.add(name);
      if (collections.some((name) => BY_TWO_PERSONS.has(name))) this.#isDecided = true;
    },
    onConflict: () => this.count('met somebody else'),
  });
  readonly nats: MemoryNats;
  readonly processes: readonly SimulatedProcess[];
  readonly absent: ReadonlySet<string>;
  readonly programmes: readonly Programme[];
  readonly treasury: Treasury;
  /** All that partners publish in this history. */
  readonly facts: Fact[];
  /** Facts for which partners have no answer yet. */
  readonly arrivals: Fact[] = [];
  /** What entities paid back, by the bank's reference. */
  readonly bank = new Map<string, Fen>();
  /** Services that are to publish everything again, because messages in flight are gone. */
  readonly toRepublish = new Set<Service>();
  /** Whether a message expired before it was consumed, and not everything was republished since. */
  hasGap = false;
  /** NATS lost its disk or what it had not synced, or everything stood still until all that streams hold expired. */
  mayHoldNothing = false;
  readonly restores = new Restores();
  readonly agreements = new Agreements();
  readonly deciders = new Deciders();
  readonly planning = new Planning();
  /** Whether two persons got the answer that the policy is in force. */
  isPolicyAgreed = false;
  /** Nothing is killed, lost or requested at random any more: what is in progress comes to its end. */
  isCalm = false;
  lastRequest: Request | undefined;
  /** Payments of which nobody knows whether they are booked. */
  readonly unanswered: Request[] = [];
  /** Requests of people and partners that are not answered yet. */
  underWay = 0;
  /** How often each kind of event happened. */
  readonly tally = new Map<string, number>();
  readonly story: string[] = [];
  readonly wrong: string[] = [];
  readonly #terms: Omit<Terms, 'now' | 'isSuspended'>;
  readonly #watch: Watch;
  readonly #watchOfDecisions: WatchOfDecisions;
  readonly #watchOfPolicies: WatchOfPolicies;
  readonly watchOfVersions = new WatchOfVersions(this);
  /** Something was committed that the last two check. */
  #isDecided = false;
  /** For each request in progress, the collections that were written for it. */
  readonly #acts = new AsyncLocalStorage<Set<string>>();
  #views: Views | undefined;
  #isAllRepublished = false;
  #isOver = false;

  constructor({ seed, facts, absent }: WorldPlan) {
    this.facts = [...facts];
    const random = new Random(seed);
    this.random = random;
    // Not every history has two processes of everything.
    const alone = SECONDS.filter(() => random.isTrue(0.4));
    this.absent = new Set([...absent, ...alone]);
    this.programmes = programmesOf(random);
    this.scheduler = new Scheduler(new Random(seed ^ 0x5eed), random.pick(BEGINNINGS), (life, what) => {
      if (this.#isDecided) {
        this.#isDecided = false;
        this.#watchOfDecisions.look();
        this.#watchOfPolicies.look();
      }
      // A commit takes effect between its two waits; nothing else is committed at the same instant.
      if (what !== 'commitTransaction') return;
      if (life.name.startsWith('disbursement')) this.#watch.look(life.name);
      this.watchOfVersions.look(life.name);
    });
    this.#terms = {
      programmes: this.programmes,
      settleForMs: random.pick([0, 0, 30 * HOUR_MS]),
      needsPayee: random.isTrue(0.5),
    };
    const clock = {
      now: () => this.scheduler.now,
      after: (ms: number, work: () => void) => this.later(ms, 'NATS', work),
    };
    this.nats = new MemoryNats({ clock, maxPayload: MOST_OF_A_MESSAGE, unheard: () => this.#unheard() });
    this.treasury = new Treasury(this);
    this.#watch = new Watch(this);
    this.#watchOfDecisions = new WatchOfDecisions(this);
    this.#watchOfPolicies = new WatchOfPolicies(this);
    this.processes = PROGRAMS(this.#terms, this.release).flatMap((program) =>
      program.names
        .filter((name) => !this.absent.has(name))
        .map((name) => new SimulatedProcess(name, program, this)),
    );
  }

  get now(): number {
    return this.scheduler.now;
  }

  /** What disbursement holds now. */
  get store(): DisbursementView {
    return this.#seen().disbursement;
  }

  get awards(): AwardsView {
    return this.#seen().awards;
  }

  /** Nothing takes effect except between two waits of a process. */
  #seen(): Views {
    const { waits } = this.scheduler;
    if (this.#views?.waits !== waits)
      this.#views = {
        waits,
        disbursement: new DisbursementView(this.mongo),
        awards: new AwardsView(this.mongo),
      };
    return this.#views;
  }

  /** The policy in force, as it was delivered. */
  get policy(): Policy {
    const { inForce, policies } = this.awards;
    const stored = policies.find(({ _id }) => _id === inForce?.digest);
    return loadPolicy('zhengzhou-2017-61', stored?.readings);
  }

  terms(): Terms {
    return { ...this.#terms, now: new Date(this.now), isSuspended: this.store.suspended !== undefined };
  }

  /** Until the answer, `written` collects the collections that are written for what is begun here. */
  acting<Result>(written: Set<string>, begin: () => Promise<Result>): Promise<Result> {
    return this.#acts.run(written, begin);
  }

  record(sentence: string): void {
    this.story.push(sentence);
    // Each error is about what must not be, whatever fails around it, except what is to be reported after a
    // restore.
    const [who = '', what] = sentence.split(', error: ');
    if (what === undefined || (what.startsWith(IS_OLDER) && this.restores.has(who))) return;
    if (what.includes(WAS_AWAY) || (what.includes(NOTHING_HELD) && this.mayHoldNothing)) return;
    this.wrong.push(sentence);
  }

  count(kind: string): void {
    this.tally.set(kind, (this.tally.get(kind) ?? 0) + 1);
  }

  /** In the world's own name: it happens whichever process dies meanwhile. */
  later(ms: number, what: string, work: () => void): void {
    this.scheduler.as(undefined, () => this.scheduler.after(ms, what, work));
  }

  start(): void {
    for (const process of this.processes) process.start();
  }

  over(): void {
    this.#isOver = true;
  }

  /** A process of a service that is up. */
  processOf(service: Service): SimulatedProcess | undefined {
    const up = this.processesOf(service);
    return up.length > 0 ? this.random.pick(up) : undefined;
  }

  processesOf(service: Service): SimulatedProcess[] {
    return this.processes.filter(({ program, isUp }) => program.service === service && isUp);
  }

  /** Its servers notice after a while; the supervisor starts it again. */
  kill(process: SimulatedProcess): void {
    const { link } = process;
    this.record(`${process.name} is killed`);
    this.count(`killed: ${process.program.service}`);
    process.die();
    if (link) this.later(1 + this.random.below(100), 'MongoDB', () => this.mongo.abortTransactionsOf(link));
    this.later(1 + this.random.below(RESTART_MS), 'supervisor', () => {
      if (!process.link) process.start();
    });
  }

  /**
   * A process ended by itself. At its start it may, if a server is away: it is started again, until all is at
   * rest or it never will be. Later that is a fault.
   */
  ended(process: SimulatedProcess, reason: unknown): void {
    if (this.#isOver) return;
    const isStart = !process.isUp;
    this.record(`${process.name} ends by itself${isStart ? ' at its start' : ''}: ${messageOf(reason)}`);
    if (!isStart) this.wrong.push(`${process.name} ended by itself: ${messageOf(reason)}`);
    this.count('ended by itself');
    this.kill(process);
  }

  /** An unhandled promise failed: that ends a process. */
  unhandled(reason: unknown): void {
    const life: Life | undefined = this.scheduler.current;
    const process = this.processes.find((one) => one.has(life));
    if (process) this.ended(process, reason);
    else throw reason;
  }

  /** A consumer was away for longer than NATS retains messages, and reports it when it is back. */
  #unheard(): void {
    this.count('NATS: expired before it was consumed');
    this.hasGap = true;
  }

  publishAgain(): void {
    this.#isAllRepublished = true;
    for (const { program } of this.processes) this.toRepublish.add(program.service as Service);
  }

  republished(service: Service): void {
    this.toRepublish.delete(service);
    if (this.toRepublish.size > 0) return;
    if (this.#isAllRepublished) this.hasGap = false;
    this.#isAllRepublished = false;
  }

  /** Whether everything that was published has arrived. */
  isQuiet(): boolean {
    return (
      this.arrivals.length === 0 &&
      this.underWay === 0 &&
      this.toRepublish.size === 0 &&
      !this.hasGap &&
      this.processes.every(({ isUp }) => isUp) &&
      this.nats.isQuiet &&
      SERVICES.every((service) => this.isEmpty(service, 'outbox')) &&
      this.awards.isQuiet
    );
  }

  isEmpty(service: Service, collection: string): boolean {
    const found = this.mongo.dump(`duixian_${service}`).find((one) => one.collection === collection);
    return (found?.documents.length ?? 0) === 0;
  }
}

const SECONDS = ['institutions 2', 'awards 2', 'disbursement 2'];
export const SERVICES: readonly Service[] = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
];

export function ownerOf({ type }: Pick<Fact, 'type'>): Owner {
  return FACT_TYPES[type].owner;
}
