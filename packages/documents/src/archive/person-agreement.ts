import type { LineRecord, PayeeRecord, RunRecord } from './archive-format.ts';

const HANDS = new Set(['draft', 'publish', 'object', 'decide']);
const APPROVED = new Set(['approved', 'issued', 'closed']);

/** The approver took no part in what was approved (不相容岗位分离, segregation of duties): persons are compared by name. */
export function approversOf({ notes }: RunRecord): ReadonlySet<string> {
  return new Set(notes.filter(({ event }) => event === 'approve').map(({ by }) => by));
}

export function faultsOfApproval(run: RunRecord): string[] {
  const approvers = approversOf(run);
  const own = run.notes.filter(({ event, by }) => HANDS.has(event) && approvers.has(by));
  const missing = APPROVED.has(run.state) && approvers.size === 0;
  return [
    ...(missing ? [`run ${run.id} is ${run.state}, but nobody approved it`] : []),
    ...own.map(({ event, by }) => `run ${run.id} was approved by ${by}, who also did ${event} in it`),
  ];
}

export function faultsOfObjections(approvers: ReadonlySet<string>, line: LineRecord): string[] {
  const acts = line.objections.flatMap(({ by, outcome }) => [by, ...(outcome ? [outcome.by] : [])]);
  const own = [...new Set(acts)].filter((by) => approvers.has(by));
  return own.map((by) => `line ${line.entity} was changed by ${by}, who approved the run`);
}

export function faultsOfPayee(approvers: ReadonlySet<string>, payee: PayeeRecord): string[] {
  const { order, proposedBy, confirmedBy } = payee;
  if (confirmedBy === null) return [`the account of order ${order} was not confirmed by anybody`];
  return [
    ...(approvers.has(confirmedBy)
      ? [`the account of order ${order} was confirmed by ${confirmedBy}, who approved the run`]
      : []),
    ...(confirmedBy === proposedBy
      ? [`the account of order ${order} was proposed and confirmed by ${confirmedBy}`]
      : []),
  ];
}
