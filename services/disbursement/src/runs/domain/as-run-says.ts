import { compareCodePoints } from '@duixian/values';
import { sumOf } from '../../orders/domain/order.ts';
import type { Run } from './run.ts';
import { orderOfLine, type RunLine } from './run-line.ts';

/**
 * Usually nothing happens to a line between draft and order: it is published as it was drafted, approved as
 * it was published, and all of it becomes an order. The run itself shows that, by the steps it has taken and
 * the cursor of the current one, so a run of 100,000 lines does not write each of them at every step. A line
 * is written only if something else happened: its amount fell, it is out, somebody objected, its entity has
 * another name.
 *
 * Example: "R1" was approved; its line of 100 yuan was stored when it was drafted and never since. It reads
 * as published with 100, approved with 100. A line that fell to 60 at approval was written then, with 100
 * published and 60 approved.
 */
export function byStateOfRun(run: Run): (stored: RunLine) => RunLine {
  const isDone = { publish: done(run, 'publish'), approve: done(run, 'approve'), issue: done(run, 'issue') };
  return (stored) => {
    const { entity, amounts, published, approvedFen, issuedFen, order } = stored;
    // The step that takes a line out writes everything about it.
    if (stored.out !== null || !isDone.publish(entity)) return stored;
    const takenFen = sumOf(amounts);
    const isIssued = isDone.issue(entity);
    return {
      ...stored,
      published: published.length === 0 ? amounts : published,
      approvedFen: approvedFen ?? (isDone.approve(entity) ? takenFen : null),
      issuedFen: issuedFen ?? (isIssued ? takenFen : null),
      order: order === '' && isIssued ? orderOfLine(stored) : order,
    };
  };
}

export function isSameLine(one: RunLine, other: RunLine): boolean {
  return (
    one.name === other.name &&
    one.out === other.out &&
    one.order === other.order &&
    one.approvedFen === other.approvedFen &&
    one.issuedFen === other.issuedFen &&
    one.objections === other.objections &&
    areSame(one.amounts, other.amounts) &&
    areSame(one.published, other.published)
  );
}

/**
 * For which entities a step is done. While one step is in progress no other begins, so a step that began
 * earlier is over.
 */
function done({ job, notes }: Run, step: 'publish' | 'approve' | 'issue'): (entity: string) => boolean {
  if (job?.event === step) return (entity) => compareCodePoints(entity, job.cursor) <= 0;
  const isOver = notes.some(({ event }) => event === step);
  return () => isOver;
}

function areSame(one: RunLine['amounts'], other: RunLine['amounts']): boolean {
  if (one === other) return true;
  return (
    one.length === other.length &&
    one.every(({ year, group, fen }, index) => {
      const its = other[index];
      return its?.year === year && its.group === group && its.fen === fen;
    })
  );
}
