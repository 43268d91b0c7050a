import type { DecisionActDocument, DecisionDocument } from '@duixian/awards/store/decisions';
import type { RecordDocument } from '@duixian/register';
import { defined, sha256Hex } from '@duixian/values';
import { isOfDecisions, recordsOf } from '../view.ts';
import type { World } from '../world.ts';
import { DECIDERS, mayAgree } from './persons.ts';

type Seen = {
  readonly decisions: ReadonlyMap<string, DecisionDocument>;
  readonly recorded: ReadonlyMap<string, RecordDocument>;
};

/**
 * Checks each transaction of awards that writes what two persons agree to, or records a decision: what was
 * confirmed and what is recorded are the same, by two authorised persons, and nothing else is recorded in
 * their name.
 */
export class WatchOfDecisions {
  readonly #world: World;
  #before: Seen = { decisions: new Map(), recorded: new Map() };

  constructor(world: World) {
    this.#world = world;
  }

  look(): void {
    const { awards, mongo, wrong } = this.#world;
    const before = this.#before;
    const now: Seen = {
      decisions: new Map(awards.decisions.map((one) => [one._id, one])),
      recorded: new Map(
        recordsOf(mongo, 'awards').flatMap((record) =>
          isOfDecisions(record) ? [[record.subject, record]] : [],
        ),
      ),
    };
    this.#before = now;
    const confirmed = new Set<string>();
    for (const [id, { steps }] of now.decisions) {
      const was = before.decisions.get(id);
      if (was && steps.confirmed !== was.steps.confirmed) {
        confirmed.add(id);
        wrong.push(...faultsOfConfirmation(was, now.recorded.get(id), lastAct(awards.decisionActs, id)));
      } else if (was?.steps.waiting && !steps.waiting) {
        wrong.push(...faultsOfRejection(was, lastAct(awards.decisionActs, id)));
      }
    }
    wrong.push(...faultsOfWaiting(awards.decisions));
    for (const [id, record] of now.recorded)
      if (isOfPersons(record) && record.revision !== before.recorded.get(id)?.revision && !confirmed.has(id))
        wrong.push(`revision ${record.revision} of decision ${id} is recorded, and nobody confirmed it`);
  }
}

/** What persons decide is recorded under an id of its own for each revision. */
function isOfPersons({ subject, eventId }: Pick<RecordDocument, 'subject' | 'eventId'>): boolean {
  return eventId.startsWith(`${subject}/`);
}

function faultsOfConfirmation(
  { _id: id, steps: { waiting } }: DecisionDocument,
  recorded: RecordDocument | undefined,
  { event, by }: DecisionActDocument,
): string[] {
  if (!waiting) return [`decision ${id} is confirmed, and nothing waited`];
  const isWhole = recorded?.content === sha256Hex(waiting.content.dataJson);
  return [
    ...(event === 'confirm' ? [] : [`decision ${id} is confirmed, and nobody says who did it`]),
    ...(mayAgree(DECIDERS, waiting.by, by)
      ? []
      : [`${waiting.by} proposed decision ${id}, and ${by} confirmed it`]),
    ...(isWhole ? [] : [`decision ${id} is confirmed, and what was proposed is not recorded`]),
  ];
}

function faultsOfRejection(
  { _id: id, steps: { waiting } }: DecisionDocument,
  { event, by }: DecisionActDocument,
): string[] {
  const proposer = waiting?.by ?? '';
  const isRight = event === 'reject' && (by === proposer || mayAgree(DECIDERS, proposer, by));
  return isRight ? [] : [`${proposer} proposed decision ${id}, and ${by} rejected it`];
}

/** What somebody proposes twice, because the first time was not answered, waits once. */
function faultsOfWaiting(decisions: readonly DecisionDocument[]): string[] {
  const waiting = decisions.flatMap(({ steps: { waiting: one, proposals } }) =>
    one && proposals === 1 ? [`${one.by} ${one.content.content} ${one.content.preview}`] : [],
  );
  return new Set(waiting).size === waiting.length ? [] : ['the same decision of one person waits twice'];
}

function lastAct(acts: readonly DecisionActDocument[], id: string): DecisionActDocument {
  const own = acts.filter(({ of }) => of === id).sort((a, b) => b.number - a.number);
  return defined(own[0], 'every write of a decision has its act');
}
