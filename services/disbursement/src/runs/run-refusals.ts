import { RpcError, rpcStatus } from '@duixian/runtime';
import { formatYuan, shanghaiTime } from '@duixian/values';
import type { Suspension } from '../ordering/domain/suspension.ts';
import type { CommandRefusal } from './run-commands.ts';

type Reason = Extract<CommandRefusal, { refusal: string }>['refusal'];

const WHY: Record<Reason, string> = {
  'unknown-run': 'there is no such run',
  'another-run': 'another run has this id: choose a new one',
  busy: 'a step of it is still being worked off: wait until it is done',
  'not-published': 'it is not published: publish it first',
  'not-approved': 'it is not approved: another person approves it first',
  'not-issued': 'it is not issued: cancel a run that is not wanted',
  'already-published': 'it is published already: cancel it where it is wrong, and draft another',
  'already-approved': 'it is approved already: cancel it where it is wrong, and draft another',
  'already-issued': 'it is issued already: clear a wrong order with the treasury',
  closed: 'it is closed: draft another for what is outstanding',
  cancelled: 'it is cancelled: draft another',
  'nothing-to-pay': 'it pays nothing: nothing that its filters select is outstanding',
  'publicity-not-over': 'its public notice (公示) is not over',
  'undecided-objections': 'objections to it are undecided: uphold or dismiss them first',
  'same-person':
    'a person who prepared, published or changed a run, or confirmed the account of one of its payees, may not approve it: another person has to',
  'orders-under-way':
    'some of its orders are in flight: they must be paid, or rejected or returned and released',
  'another-fiscal-year': 'it was published in another fiscal year: cancel it and draft it again',
  'no-budget': 'the budget does not cover the line: raise the appropriation first',
  'unknown-line': 'it has no line of this entity',
  'line-is-out': 'the line is excluded already',
  'no-objection': 'no objection to the line waits for a decision',
  'had-a-hand':
    'a person who drafted, published or changed the run, or recorded an objection, may not decide one: another person has to, who then may not approve the run',
  'not-put-aside': 'the line was not excluded for a defect: it holds nothing to give back',
  'still-defect':
    'the ledgers of this entity still fail an assertion of the software (see the log): install a release that fixes it, then give back again',
};

export function refusedRun(id: string, refused: CommandRefusal): RpcError {
  if ('shortFen' in refused)
    return failed(
      `run "${id}" is beyond the budget by ${formatYuan(refused.shortFen)} yuan: raise the appropriation`,
    );
  if ('unknownYear' in refused)
    return failed(
      `the working days of ${refused.unknownYear} are not known here: publish when the State Council's notice is installed`,
    );
  if ('suspended' in refused) return suspended(id, refused.suspended);
  const { refusal } = refused;
  const message = `run "${id}": ${WHY[refusal]}`;
  if (refusal === 'unknown-run' || refusal === 'unknown-line')
    return new RpcError(rpcStatus.NOT_FOUND, message);
  return refusal === 'another-run' ? new RpcError(rpcStatus.ALREADY_EXISTS, message) : failed(message);
}

function suspended(id: string, { by, at, because }: Suspension): RpcError {
  return failed(
    `run "${id}": ordering is suspended since ${shanghaiTime(at)} by ${by}: ${because}. Nothing was changed: reconcile the treasury's statement, resume ordering on it, and issue the run again`,
  );
}

function failed(message: string): RpcError {
  return new RpcError(rpcStatus.FAILED_PRECONDITION, message);
}
