import type { World } from './world.ts';

/** Goes on step by step; between any two steps others act, or it dies. */
type Steps = Generator<void, void, void>;

/** A process: what it took and has not settled goes back when it dies. */
export class Worker {
  readonly name: string;
  readonly world: World;
  readonly #begin: (worker: Worker) => Steps;
  #steps: Steps;
  #taken: (() => void)[] = [];

  constructor(name: string, world: World, begin: (worker: Worker) => Steps) {
    this.name = name;
    this.world = world;
    this.#begin = begin;
    this.#steps = begin(this);
  }

  step(): void {
    this.#steps.next();
  }

  die(): void {
    this.world.tell(`${this.name} is killed`);
    this.world.count(`killed: ${this.name}`);
    this.#giveBack();
    this.#steps = this.#begin(this);
  }

  /** It has answered for all that it took. */
  get isIdle(): boolean {
    return this.#taken.length === 0;
  }

  /** Some of what waits, in any order; now and then something stays and comes again. */
  take<Item>(waiting: Item[], most: number): Item[] {
    const { random } = this.world;
    const taken: Item[] = [];
    const count = Math.min(waiting.length, 1 + random.below(most));
    for (let index = 0; index < count; index += 1) {
      const at = random.below(waiting.length);
      const item = waiting[at] as Item;
      if (!random.isTrue(REPEATED)) waiting.splice(at, 1);
      if (!taken.includes(item)) taken.push(item);
    }
    if (taken.length > 0) this.#taken.push(() => waiting.push(...taken));
    return taken;
  }

  /** Answered, or acknowledged. */
  settle(): void {
    this.#taken = [];
  }

  /** To be tried again. */
  #giveBack(): void {
    for (const giveBack of this.#taken) giveBack();
    this.#taken = [];
  }

  retry(): void {
    this.world.tell(`${this.name} meets somebody else and tries again`);
    this.#giveBack();
  }
}

const REPEATED = 0.1;
