import { AsyncLocalStorage } from 'node:async_hooks';
import type { Random } from '@duixian/testing';

const { setImmediate: nextTurn } = globalThis;

/**
 * One life of a simulated process, from its start to its death. What it waited for never comes when it is
 * over.
 */
export class Life {
  readonly name: string;
  isOver = false;

  constructor(name: string) {
    this.name = name;
  }
}

interface Step {
  readonly life: Life | undefined;
  readonly what: string;
  go(): void;
}

interface Timer extends Step {
  readonly id: number;
  dueAt: number;
  readonly everyMs: number | undefined;
}

/** A step costs a moment, so that times differ. */
const STEP_MS = 1;
const IMMEDIATE = 0.5;
/** Steps that are repeated until another process has made progress. */
const MUST_WAIT = /waits$|^retry$/;

/**
 * Decides what happens next. Every wait of a process on the world is a pending step: a command on its way to
 * a server, an answer on its way back, a timer that is due. One of them is taken by seed; then everything
 * that follows from it without a further wait happens, and only then the next one is taken. So the same seed
 * gives the same story.
 */
export class Scheduler {
  readonly #random: Random;
  readonly #onEnter: (life: Life, what: string) => void;
  readonly #lives = new AsyncLocalStorage<Life | undefined>();
  #ready: Step[] = [];
  #timers: Timer[] = [];
  #timerIds = 0;
  #current: Life | undefined;
  #hash = 0x811c9dc5;
  now: number;
  steps = 0;
  /** How often processes waited on the world until now. */
  waits = 0;

  /** `onEnter` is called with what a process has just done, or is about to do. */
  constructor(random: Random, now: number, onEnter: (life: Life, what: string) => void) {
    this.#random = random;
    this.now = now;
    this.#onEnter = onEnter;
  }

  /** Over all steps until now, in order. */
  get storyHash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  get isIdle(): boolean {
    return this.#ready.length === 0 && !this.#timers.some(({ dueAt }) => dueAt <= this.now);
  }

  /** The life in whose name something happens now. */
  get life(): Life | undefined {
    return this.#lives.getStore();
  }

  /** The life whose step was taken last: an unhandled promise that fails belongs to it. */
  get current(): Life | undefined {
    return this.#current;
  }

  /**
   * What is begun here, and all that follows from it, belongs to the life; undefined: to the world itself.
   */
  as<Result>(life: Life | undefined, begin: () => Result): Result {
    return this.#lives.run(life, begin);
  }

  /** Often a wait is skipped, because nobody else comes in between: that is as likely, and costs less. */
  linkOf(life: Life): { enter(command: string): Promise<void> } {
    return {
      enter: (what) => {
        if (life.isOver) return new Promise(() => {});
        this.waits += 1;
        this.#onEnter(life, what);
        if (!MUST_WAIT.test(what) && this.#random.isTrue(IMMEDIATE)) return Promise.resolve();
        return new Promise((resolve) => this.#ready.push({ life, what, go: resolve }));
      },
    };
  }

  /** A step that nothing has to happen before. */
  soon(what: string, go: () => void): void {
    const { life } = this;
    if (!life?.isOver) this.#ready.push({ life, what, go });
  }

  after(ms: number, what: string, go: () => void, everyMs?: number): number {
    const { life } = this;
    this.#timerIds += 1;
    const dueAt = this.now + Math.max(1, ms);
    if (!life?.isOver) this.#timers.push({ id: this.#timerIds, life, what, go, dueAt, everyMs });
    return this.#timerIds;
  }

  clear(id: number): void {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  }

  end(life: Life): void {
    life.isOver = true;
    this.#ready = this.#ready.filter((step) => step.life !== life);
    this.#timers = this.#timers.filter((timer) => timer.life !== life);
  }

  /** Time passes, and nothing happens meanwhile: what is due then is due once, however long that was. */
  pass(ms: number): void {
    this.now += ms;
  }

  /** Until something is due. */
  passUntilDue(): void {
    const dueAt = Math.min(...this.#timers.map((timer) => timer.dueAt));
    if (Number.isFinite(dueAt)) this.now = Math.max(this.now, dueAt);
  }

  /** Takes one of the pending steps; false if there is none. */
  async step(): Promise<boolean> {
    this.#ripen();
    const [step] = this.#ready.splice(this.#random.below(this.#ready.length), 1);
    if (!step) return false;
    this.steps += 1;
    this.now += STEP_MS;
    this.#note(`${step.life?.name ?? ''} ${step.what}`);
    this.#current = step.life;
    this.as(step.life, step.go);
    await this.settled();
    return true;
  }

  /**
   * Everything that follows without a wait on the world has happened when a turn of the real event loop is
   * over.
   */
  settled(): Promise<void> {
    return new Promise((resolve) => void nextTurn(resolve));
  }

  #ripen(): void {
    let isAnyDue = false;
    for (const timer of this.#timers) {
      if (timer.dueAt > this.now) continue;
      isAnyDue = true;
      this.#ready.push(timer);
      if (timer.everyMs !== undefined) timer.dueAt = this.now + timer.everyMs;
    }
    if (isAnyDue) this.#timers = this.#timers.filter(({ dueAt }) => dueAt > this.now);
  }

  #note(text: string): void {
    let hash = this.#hash;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    this.#hash = hash;
  }
}
