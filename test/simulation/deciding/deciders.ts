import { readItem } from '@duixian/facts';
import type { decisionsV1 } from '@duixian/proto';
import type { Fen } from '@duixian/values';
import { isOfDecisions, type WaitingDecision } from '../view.ts';
import type { World } from '../world.ts';
import { change, type Outcome, tried } from './asking.ts';
import { draftOf, draftOfAmount } from './drafts.ts';
import { contentOf, grownFen, lookAt, reach, type Shown } from './look-at.ts';
import { DECIDERS, mayAgree, type Person } from './persons.ts';

/**
 * The turns in a storm, cumulative: somebody proposes, looks at what waits, or confirms it; the others reject
 * it.
 */
const [PROPOSES, LOOKS, CONFIRMS] = [0.3, 0.5, 0.92];
const DUELS = 0.25;
/** Otherwise often a person who is not allowed to. */
const RIGHT_PERSON = 0.5;
/** While ordering is suspended, nobody is in a hurry. */
const WAITS = 0.8;
const ASKS = 0.3;
/** The named preview is one of something else, or one that was looked at earlier. */
const [WRONG, EARLIER] = [0.08, 0.8];
/** A gateway that names another one for what would follow now. */
const LAGS = 0.06;
const PRESSED_TWICE = 0.15;
const REMEMBERED = 60;
const NOT_CONFIRMED = 0.15;
const AT_ONCE_WHEN_CALM = 2;
const MUCH_FEN = 10n ** 11n;

/** What a person names when confirming. */
type Named = { readonly shown: Shown; readonly now: Shown; readonly mayGrowFen: Fen };

/**
 * Persons who decide in two steps, and what they know: what they looked at, and which requests were not
 * answered.
 */
export class Deciders {
  readonly #looked: Shown[] = [];
  readonly #underWay: WaitingDecision[] = [];
  readonly #unanswered: WaitingDecision[] = [];
  /** What is refused although an authorised person confirms it. */
  readonly #hopeless = new Set<string>();
  /** Proposals whose first preview no longer holds: somebody looks again. */
  readonly #overtaken = new Set<string>();

  /** Whether somebody confirms it, and does not know the result yet. */
  isAwaiting(id: string): boolean {
    return this.#awaited.some((one) => one.id === id);
  }

  isDone({ awards }: World): boolean {
    return this.#awaited.length === 0 && awards.waiting.length === 0;
  }

  /** Somebody does something at random, often as the wrong person. */
  turn(world: World): void {
    const { random, awards } = world;
    const { waiting } = awards;
    if (world.processesOf('awards').length === 0) return;
    if (random.isTrue(ASKS)) void this.#askWhatStands(world);
    const what = random.next();
    if (what < PROPOSES || waiting.length === 0) {
      void this.#propose(world, random.pick(DECIDERS));
      return;
    }
    const one = random.pick(waiting);
    // A preview made while nothing is ordered is outdated afterwards.
    const isSuspended = world.store.suspended !== undefined && random.isTrue(WAITS);
    if (what < LOOKS || isSuspended) void this.#look(world, one);
    else if (what < CONFIRMS) this.#confirmedBySome(world, one);
    else void this.#reject(world, one, random.pick(DECIDERS));
  }

  /** What is left to do: learn the result of a confirmation, and finish what waits. */
  duty(world: World): void {
    void this.#askWhatStands(world);
    const free = world.awards.waiting.filter(({ id }) => !this.isAwaiting(id));
    for (const one of free.slice(0, AT_ONCE_WHEN_CALM)) {
      const second = secondFor(one);
      const isGivenUp = this.#hopeless.has(keyOf(one)) || world.random.isTrue(NOT_CONFIRMED);
      if (second && !isGivenUp) void this.#confirm(world, one, second);
      else void this.#reject(world, one, personOf(one.by));
    }
  }

  /**
   * Two authorised persons decide something; answers what was shown to the second one, if it was confirmed.
   */
  async alone(world: World): Promise<Shown | undefined> {
    if ((await this.#propose(world, personOf('ji'), draftOfAmount(world))) !== 'done') return undefined;
    const [one] = world.awards.waiting;
    return one && this.#confirm(world, one, personOf('lin'));
  }

  get #awaited(): readonly WaitingDecision[] {
    return [...this.#underWay, ...this.#unanswered];
  }

  /** Now and then two persons decide about the same proposal at the same time. */
  #confirmedBySome(world: World, one: WaitingDecision): void {
    const { random } = world;
    const second = secondFor(one);
    const isRight = second !== undefined && random.isTrue(RIGHT_PERSON);
    void this.#confirm(world, one, isRight ? second : random.pick(DECIDERS));
    if (!random.isTrue(DUELS)) return;
    world.count('decided by two at once');
    if (random.isTrue(0.6)) void this.#confirm(world, one, random.pick(DECIDERS));
    else void this.#reject(world, one, random.pick(DECIDERS));
  }

  #propose(world: World, by: Person, draft = draftOf(world)): Promise<Outcome> {
    const what = draft.what?.$case === 'withdrawal' ? 'withdraw' : draft.id === '' ? 'propose' : 'change';
    const sentence = `${by.person} wants to ${what} ${draft.id || 'a decision'}`;
    return tried(world, `${what} a decision`, sentence, async () => {
      const looked = await lookAt(world, { $case: 'draft', value: draft });
      this.#remember(looked);
      const named = world.random.isTrue(WRONG) ? world.random.pick(this.#looked) : looked;
      const act = { $case: 'propose', value: { draft, preview: named.digest } } as const;
      const request: decisionsV1.ChangeDecisionRequest = { id: '', actor: by, act };
      if (world.random.isTrue(PRESSED_TWICE))
        void tried(world, 'put a decision forward again', sentence, async () => {
          await change(world, request);
          return '';
        });
      const { decision } = await change(world, request);
      const { id = '', waiting } = decision ?? {};
      if (waiting && contentOf(id, waiting.dataJson) !== named.of)
        world.wrong.push(`decision ${id} was proposed on a preview of something else`);
      return `, ${id}, ${waiting?.dataJson}`;
    });
  }

  #look(world: World, { id }: WaitingDecision): Promise<Outcome> {
    return tried(world, 'look at a decision', `somebody looks at ${id}`, async () => {
      this.#remember(await lookAt(world, { $case: 'waiting', value: id }));
      return '';
    });
  }

  #remember(shown: Shown): void {
    this.#looked.push(shown);
    if (this.#looked.length > REMEMBERED) this.#looked.shift();
  }

  /** Answers what was shown as ordered at once, if it is done. */
  async #confirm(world: World, one: WaitingDecision, by: Person): Promise<Shown | undefined> {
    const { id, number } = one;
    // Otherwise nobody could tell the results of the two apart.
    if (this.#awaited.some((other) => other.id === id && other.number !== number)) return undefined;
    this.#underWay.push(one);
    let named: Named | undefined;
    const sentence = `${by.person} confirms ${id}, proposal ${number}`;
    const outcome = await tried(world, 'confirm a decision', sentence, async () => {
      named = this.#namedFor(world, one, await lookAt(world, { $case: 'waiting', value: id }));
      const { shown, now, mayGrowFen } = named;
      const previews = { preview: shown.digest, previewNow: now.digest };
      const act = { $case: 'confirm', value: { number: BigInt(number), ...previews, mayGrowFen } } as const;
      const { isNew } = await change(world, { id, actor: by, act });
      this.#isConfirmed(world, one);
      if (isNew) judge(world, one, named);
      return isNew ? '' : ', and it was already';
    });
    this.#underWay.splice(this.#underWay.indexOf(one), 1);
    if (outcome === 'done' || !named) return named?.now;
    if (!outcome.isRefused) this.#unanswered.push(one);
    else if (outcome.code !== 'moved') this.#isRefused(world, one, outcome.code);
    else {
      this.#overtaken.add(keyOf(one));
      if (grownFen(named.shown, named.now) <= named.mayGrowFen)
        world.wrong.push(
          `${sentence} is refused as moved, and no more is ordered at once than was agreed to`,
        );
    }
    return undefined;
  }

  /** In a storm it may have been the wrong person, or the wrong preview. */
  #isRefused({ isCalm }: World, one: WaitingDecision, code: string): void {
    if (!isCalm) return;
    const isTooOld = code === 'not-previewed' && !this.#overtaken.has(keyOf(one));
    (isTooOld ? this.#overtaken : this.#hopeless).add(keyOf(one));
  }

  #namedFor({ random, isCalm }: World, one: WaitingDecision, now: Shown): Named {
    const of = contentOf(one.id, one.dataJson);
    const own = this.#looked.filter((shown) => shown.of === of);
    const overtaken = own.filter((shown) => grownFen(shown, now) > 0n);
    if (isCalm) {
      const [shown = now] = this.#overtaken.has(keyOf(one)) ? [] : [...overtaken, ...own];
      return { shown, now, mayGrowFen: random.pick([0n, 0n, MUCH_FEN]) };
    }
    const others = random.isTrue(WRONG) ? this.#looked : overtaken.length > 0 ? overtaken : own;
    const isEarlier = others.length > 0 && random.isTrue(EARLIER);
    return {
      shown: isEarlier ? random.pick(others) : now,
      now: own.length > 0 && random.isTrue(LAGS) ? random.pick(own) : now,
      mayGrowFen: random.pick([0n, 0n, 0n, 0n, 1_000_000n, MUCH_FEN]),
    };
  }

  /** From now on it is one of the facts that everything follows from. */
  #isConfirmed({ facts, now }: World, { id, dataJson, source }: WaitingDecision): void {
    const type = 'duixian.decision.v1';
    const time = new Date(now).toISOString();
    const envelope = { specversion: '1.0', id: `${id} by persons`, time };
    const read = readItem({ ...envelope, type, source, subject: id, data: JSON.parse(dataJson) }, 0);
    if (!('fact' in read)) throw new Error(`what was confirmed is not right: ${JSON.stringify(read.faults)}`);
    const { subject, data } = read.fact;
    const isKnown = facts.some(
      (fact) => isOfDecisions(fact) && fact.subject === subject && fact.data.revision === data.revision,
    );
    if (!isKnown) facts.push(read.fact);
  }

  #reject(world: World, { id, number }: WaitingDecision, by: Person): Promise<Outcome> {
    const sentence = `${by.person} rejects ${id}, proposal ${number}`;
    return tried(world, 'reject a decision', sentence, async () => {
      const act = { $case: 'reject', value: { number: BigInt(number), reason: '示例' } } as const;
      await change(world, { id, actor: by, act });
      return '';
    });
  }

  /** About a confirmation that was not answered. */
  async #askWhatStands(world: World): Promise<void> {
    const one = this.#unanswered.shift();
    if (!one) return;
    const { id, number } = one;
    this.#underWay.push(one);
    const outcome = await tried(world, 'ask what stands', `somebody asks what became of ${id}`, async () => {
      const request: decisionsV1.GetDecisionRequest = { id };
      const { decision } = await reach(world, 'awards').ask<decisionsV1.GetDecisionResponse>(
        'getDecision',
        request,
      );
      const isDone = Number(decision?.confirmed) === number;
      if (isDone) this.#isConfirmed(world, one);
      world.count(isDone ? 'confirmed and not answered' : 'not confirmed and not answered');
      return isDone ? ', it is confirmed' : ', it is not confirmed';
    });
    this.#underWay.splice(this.#underWay.indexOf(one), 1);
    if (outcome !== 'done') this.#unanswered.push(one);
  }
}

/** Checks whether the confirmation was allowed, by what was shown to the person who confirmed it. */
function judge(world: World, { id, dataJson }: WaitingDecision, { shown, now, mayGrowFen }: Named): void {
  const of = contentOf(id, dataJson);
  if (shown.of !== of || now.of !== of)
    world.wrong.push(`decision ${id} was confirmed on a preview of something else`);
  const fen = grownFen(shown, now);
  if (fen > 0n && fen <= mayGrowFen) world.count('confirmed with more than was shown, as agreed');
  if (fen > mayGrowFen)
    world.wrong.push(
      `decision ${id} was confirmed, and ${fen} fen more are ordered at once than whoever confirmed it was shown`,
    );
}

function secondFor({ by }: WaitingDecision): Person | undefined {
  return DECIDERS.find(({ person }) => mayAgree(DECIDERS, by, person));
}

function keyOf({ id, number }: WaitingDecision): string {
  return `${id} ${number}`;
}

function personOf(name: string): Person {
  const found = DECIDERS.find(({ person }) => person === name);
  if (!found) throw new Error(`${name} decides nothing here`);
  return found;
}
