import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Fact, readItem } from '@duixian/facts';
import { mongoAdminUrl, type RunningSystem, startSystem } from '@duixian/local';
import { readSystemState } from '@duixian/local/folder';
import { claimsOf, fillAccounts, loadPolicy, resultDigest } from '@duixian/policy';
import type { Item } from './items.ts';

const POLICY = 'zhengzhou-2017-61';
const PATIENCE_MS = 60_000;

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;
export type Order = {
  id: string;
  state: string;
  amountFen: number;
  entity: string;
  group: string;
  year: number;
  release: object | null;
};

/** An item that the system does not accept, however often it is sent. */
export class Refused extends Error {
  override name = 'Refused';
}

type StageOptions = Pick<
  Parameters<typeof startSystem>[0],
  'unguarded' | 'unproven' | 'programmesFile' | 'demandAfterDays' | 'needsPayee' | 'servers' | 'treasuryUrl'
>;

/** A whole system on this machine, as `./duixian start` starts it, and its clients. */
export class Stage {
  readonly system: RunningSystem;
  readonly #dataDir: string;
  readonly #isGuarded: boolean;
  readonly #newest = new Map<string, Fact>();

  private constructor(system: RunningSystem, dataDir: string, isGuarded: boolean) {
    this.system = system;
    this.#isGuarded = isGuarded;
    this.#dataDir = dataDir;
  }

  /** `unguarded`: without credentials, to measure what they cost. `on`: an existing data folder. */
  static async open({ on, ...options }: StageOptions & { readonly on?: string } = {}): Promise<Stage> {
    const dataDir = on ?? (await mkdtemp(join(tmpdir(), 'duixian-story-')));
    const system = await startSystem({ dataDir, port: 0, report: () => {}, ...options });
    return new Stage(system, dataDir, options.unguarded !== true);
  }

  async close(): Promise<void> {
    await this.system.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  /** All must be accepted; answers the outcome of each. */
  send(...items: readonly Item[]): Promise<string[]> {
    return this.sendTo(this.system.url, ...items);
  }

  /** Through a chosen gateway. */
  async sendTo(url: string, ...items: readonly Item[]): Promise<string[]> {
    const outcomes: string[] = [];
    for (let at = 0; at < items.length; at += 1_000) {
      const part = items.slice(at, at + 1_000);
      const { results } = await this.#sendPart(url, part);
      for (const { outcome, faults } of results) {
        if (outcome === 'refused') throw new Refused(JSON.stringify(faults));
        outcomes.push(outcome);
      }
    }
    this.remember(...items);
    return outcomes;
  }

  async #sendPart(url: string, part: readonly Item[]): Promise<Answer> {
    const headers = {
      'content-type': 'application/cloudevents-batch+json',
      authorization: `Bearer ${this.system.keys.adminKey}`,
    };
    const request = { method: 'POST', headers, body: JSON.stringify(part) };
    return answerOf('/v1/events', await fetch(`${url}/v1/events`, request));
  }

  /**
   * Waits until everything sent has reached accounts and payables. A 0 may be chance between two services, so
   * it is read again.
   */
  async settled(): Promise<void> {
    const pending = async () => (await this.get('/v1/pending')).pending as number;
    await this.untilNone(async () => (await pending()) || pending(), 'pending to become 0');
  }

  /**
   * The digest of the running system at rest, and the digest that replay gives for everything it received.
   */
  async digests(): Promise<{ live: string; replayed: string }> {
    let live: string | null = null;
    // There is none while anything is in flight, and messages may come again after a server was lost.
    await this.until(async () => {
      live = (await this.get('/v1/digest')).digest;
      return live !== null;
    }, 'everything to be settled');
    const policy = loadPolicy(POLICY);
    const replayed = resultDigest(fillAccounts(policy, claimsOf(policy, [...this.#newest.values()])));
    return { live: String(live), replayed };
  }

  /** The account as it is explained; undefined if nothing was claimed. */
  async account(entity: string, year: number, group: string): Promise<Answer> {
    const answer = await this.request(`/v1/accounts/${entity}/${year}/${group}`, {});
    return answer.status === 404 ? undefined : answer.json();
  }

  /** All orders of an entity, in the order in which they were made. */
  async orders(entity: string): Promise<Order[]> {
    return (await this.allOrders()).filter((order) => order.entity === entity);
  }

  async allOrders(): Promise<Order[]> {
    const all: Order[] = [];
    for (let after = ''; ; ) {
      const { orders, next } = await this.get(`/v1/orders?limit=1000${after}`);
      all.push(...orders);
      if (next === null) return all;
      after = `&after=${encodeURIComponent(next)}`;
    }
  }

  /** Its orders once each is in a state in which the treasury leaves it. */
  async settledOrders(entity: string, count: number): Promise<Order[]> {
    const isOver = ({ state }: Order) => ['paid', 'rejected', 'returned'].includes(state);
    await this.until(async () => {
      const orders = await this.orders(entity);
      return orders.length >= count && orders.every(isOver);
    }, `${count} orders of ${entity} to be settled`);
    return this.orders(entity);
  }

  async payables(entity: string): Promise<Answer[]> {
    return (await this.get(`/v1/payables?entity=${entity}&limit=1000`)).payables;
  }

  /** Sets what the sandbox treasury does with orders from now on. */
  async treasuryDoes(behaviour: object): Promise<void> {
    const response = await fetch(`${this.#treasuryUrl()}/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Every order that the treasury received, with how often. */
  async treasuryOrders(): Promise<Answer[]> {
    return ((await (await fetch(`${this.#treasuryUrl()}/orders`)).json()) as Answer).orders;
  }

  /** The treasury's statement of a day, as CSV. */
  async treasuryStatement(day: string): Promise<string> {
    const response = await fetch(`${this.#treasuryUrl()}/statement?day=${day}`);
    if (!response.ok) throw new Error(await response.text());
    return response.text();
  }

  pidOf(service: string): number {
    const pid = readSystemState(this.system.folder)?.processes[service]?.pid;
    if (pid === undefined) throw new Error(`${service} does not run`);
    return pid;
  }

  isRunning(service: string): boolean {
    const identity = readSystemState(this.system.folder)?.processes[service];
    return identity !== undefined && existsSync(`/proc/${identity.pid}`);
  }

  /** The rows of an NDJSON answer. */
  async lines(path: string): Promise<Answer[]> {
    const response = await this.request(path, {});
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  /** host:port of a server or of a service's purpose, such as `mongod` or `awards.grpc`. */
  addressOf(use: string): string {
    return `127.0.0.1:${readSystemState(this.system.folder)?.ports[use]}`;
  }

  /** For a test that has to inspect, or break, what is stored. */
  mongoUrl(): string {
    const address = this.addressOf('mongod');
    return this.#isGuarded
      ? mongoAdminUrl(this.system.folder, address)
      : `mongodb://${address}/?directConnection=true`;
  }

  async get(path: string): Promise<Answer> {
    return answerOf(path, await this.request(path, {}));
  }

  async post(path: string, body: unknown, contentType = 'application/json'): Promise<Answer> {
    const headers = { 'content-type': contentType };
    return answerOf(path, await this.request(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  /**
   * Makes a person with a key for each of these names, with these scopes; the gateway knows them within
   * seconds.
   */
  async giveKeys(given: Readonly<Record<string, readonly string[]>>): Promise<Map<string, string>> {
    const keys = new Map<string, string>();
    for (const [name, scopes] of Object.entries(given)) {
      const person = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
      keys.set(name, (await this.post('/v1/keys', { person, name: person, scopes })).text);
    }
    const headers = { authorization: `Bearer ${[...keys.values()].at(-1)}` };
    await this.until(async () => {
      const { status } = await fetch(`${this.system.url}/v1/policy`, { headers });
      return status === 200 || status === 403;
    }, 'the keys to be known');
    return keys;
  }

  /** As the treasury reports it. */
  async reportStatus(id: string, status: string): Promise<Answer> {
    const path = `/v1/orders/${id}/status`;
    const { treasuryKey } = this.system.keys;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${treasuryKey}` };
    const request = { method: 'POST', headers, body: JSON.stringify({ status }) };
    return answerOf(path, await fetch(`${this.system.url}${path}`, request));
  }

  request(path: string, request: RequestInit): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${this.system.keys.adminKey}` };
    return fetch(`${this.system.url}${path}`, { ...request, headers });
  }

  async until(holds: () => Promise<boolean>, what: string): Promise<void> {
    await this.untilNone(async () => ((await holds()) ? 0 : 1), what);
  }

  /**
   * The deadline is extended whenever fewer are left than ever before: a slow machine is no fault, a
   * standstill is one.
   */
  async untilNone(left: () => Promise<number>, what: string): Promise<void> {
    let fewest = Number.POSITIVE_INFINITY;
    let deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      // A service that was killed does not answer until it is back.
      const still = await left().catch(() => Number.POSITIVE_INFINITY);
      if (still === 0) return;
      if (still < fewest) deadline = performance.now() + PATIENCE_MS;
      fewest = Math.min(fewest, still);
      await sleep(200);
    }
    const pending = await this.get('/v1/pending').catch(String);
    const waited = `waited ${PATIENCE_MS / 1_000} s for ${what}, with ${fewest} left`;
    throw new Error(`${waited}; pending: ${JSON.stringify(pending)}`);
  }

  /** Remembers what somebody else recorded, so that the digest is compared with it too. */
  remember(...items: readonly Item[]): void {
    for (const item of items) {
      const read = readItem(item, 0);
      if ('faults' in read) throw new Error(JSON.stringify(read.faults));
      const key = `${read.fact.type} ${read.fact.subject}`;
      const held = this.#newest.get(key);
      if (!held || held.data.revision < read.fact.data.revision) this.#newest.set(key, read.fact);
    }
  }

  #treasuryUrl(): string {
    return `http://${this.addressOf('treasury.http')}`;
  }
}

async function answerOf(path: string, response: Response): Promise<Answer> {
  if (response.ok) return response.json();
  throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
