import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Stage } from '../e2e/stage.ts';

const BETWEEN_COPIES_MS = 500;
/** NATS syncs every second, so a crash loses no more than that. */
const OLD_ENOUGH_MS = 1_000;
const TOO_OLD_MS = 1_900;
/** What awards computes; its register of decisions is a record, and is never rebuilt. */
const COMPUTED = ['facts', 'contexts', 'accounts', 'reaches', 'epoch'];

type Copy = { readonly folder: string; readonly takenAt: number };

/** Copies of what NATS stores, taken all the time, to restore what a crash of the machine would have left. */
export class NatsCopies {
  readonly #stage: Stage;
  readonly #timer: NodeJS.Timeout;
  #copies: Copy[] = [];
  #count = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#timer = setInterval(() => this.#copy(), BETWEEN_COPIES_MS);
  }

  /** Kills the server and restores its store of a second ago; false where there is no such copy. */
  putBack(): boolean {
    const now = performance.now();
    const copy = this.#copies.findLast(({ takenAt }) => now - takenAt >= OLD_ENOUGH_MS);
    if (!copy || now - copy.takenAt > TOO_OLD_MS) return false;
    killNats(this.#stage);
    replaceStore(this.#stage, copy.folder);
    this.#copies = [];
    return true;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #copy(): void {
    const takenAt = performance.now();
    const folder = join(this.#stage.system.folder.path, `nats-copy-${this.#count++}`);
    try {
      cpSync(natsStore(this.#stage), folder, { recursive: true });
      this.#copies.push({ folder, takenAt });
    } catch {
      // A file disappeared while it was copied. The next copy is soon.
      rmSync(folder, { recursive: true, force: true });
    }
    while (this.#copies.length > 5)
      rmSync(this.#copies.shift()?.folder ?? '', { recursive: true, force: true });
  }
}

/** Kills NATS and gives it an empty disk; `prepare` receives the folder before NATS starts again. */
export async function loseNats(stage: Stage, prepare: (store: string) => void = () => {}): Promise<void> {
  killNats(stage);
  replaceStore(stage, undefined);
  prepare(natsStore(stage));
  await untilNewProcess(stage, 'nats-server');
}

/** Kills awards and drops everything that it has computed. */
export async function forgetAwards(stage: Stage): Promise<void> {
  const client = await MongoClient.connect(stage.mongoUrl());
  try {
    process.kill(stage.pidOf('awards'), 'SIGKILL');
    for (const name of COMPUTED) await client.db('duixian_awards').dropCollection(name);
  } finally {
    await client.close();
  }
  await untilNewProcess(stage, 'awards');
}

async function untilNewProcess(stage: Stage, part: string): Promise<void> {
  await stage.until(async () => stage.isRunning(part), `${part} to be started again`);
}

export function natsStore(stage: Stage): string {
  return join(stage.system.folder.nats, 'jetstream');
}

/** Returns when it is dead. Nothing else of this program runs meanwhile, so nobody can have restarted it. */
function killNats(stage: Stage): void {
  const pid = stage.pidOf('nats-server');
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function replaceStore(stage: Stage, copy: string | undefined): void {
  const store = natsStore(stage);
  const lost = `${store}-lost`;
  rmSync(lost, { recursive: true, force: true });
  if (existsSync(store)) renameSync(store, lost);
  if (copy) renameSync(copy, store);
  else mkdirSync(store, { recursive: true });
}
