import { recoveriesV1 } from '@duixian/proto';
import {
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  unary,
} from '@duixian/runtime';
import { ID, isDay } from '@duixian/values';
import type { DeskOutcome, RecoveryDesk } from '../decisions/recovery-desk.ts';
import type { Recovery } from '../domain/recoveries/recovery.ts';
import type { Collections } from '../store/collections.ts';
import { readRecovery, recoveryFrom } from '../store/recoveries.ts';
import { CURSORS } from './cursors.ts';
import { recoveryMessages } from './recovery-message.ts';
import { personFaults, refuseIf, textFault } from './request-faults.ts';

const WHY: Record<Extract<DeskOutcome, { refusal: string }>['refusal'], string> = {
  'unknown-recovery': 'there is no such demand',
  'not-demanded': 'it is not demanded',
  'already-demanded': 'a demand stands already: wait until it is settled or written off',
  settled: 'it is settled',
  'written-off': 'it is written off',
  'nothing-recoverable': 'nothing that was paid can be recovered',
  'too-early': 'later payables may settle it still: demand when the stated time has passed',
  held: 'a hold stands on the entity: wait until it is gone',
  'more-than-outstanding': 'that is more than is outstanding: look at the demand again',
  'not-positive': 'an amount must be more than nothing',
  'another-amount': 'another amount was received under this id',
  'same-person': 'who demanded it does not write it off: another person has to',
};

export function recoveryService(collections: Collections, desk: RecoveryDesk): GrpcService {
  const implementation: recoveriesV1.RecoveryServiceServer = {
    listRecoveries: unary((request) => list(collections, request)),
    getRecovery: unary(async ({ id }) => ({ recovery: await messageOf(collections, id) })),
    demand: unary((request) => demand(collections, desk, request)),
    receive: unary((request) => receive(collections, desk, request)),
    writeOff: unary((request) => writeOff(collections, desk, request)),
  };
  return { definition: recoveriesV1.RecoveryServiceService, implementation };
}

async function demand(
  collections: Collections,
  desk: RecoveryDesk,
  { entity, dueOn, reason, document, by }: recoveriesV1.DemandRequest,
): Promise<recoveriesV1.DemandResponse> {
  refuseIf([
    entity === '' && 'entity: from whom',
    !isDay(dueOn) && 'dueOn: the last day to pay, YYYY-MM-DD',
    textFault('reason', reason, 'why'),
    ...personFaults({ by, document }),
  ]);
  const { recovery } = done(await desk.demand(entity, { dueOn, reason, document, by }), `entity ${entity}`);
  return { recovery: await messageOf(collections, recovery.id) };
}

async function receive(
  collections: Collections,
  desk: RecoveryDesk,
  { recovery: id, id: paymentId, fen, document, by }: recoveriesV1.ReceiveRequest,
): Promise<recoveriesV1.ReceiveResponse> {
  refuseIf([textFault('id', paymentId, "the payment's own number", ID), ...personFaults({ by, document })]);
  const { isNew } = done(await desk.receive(id, fen, { id: paymentId, document, by }), `demand ${id}`);
  return { recovery: await messageOf(collections, id), isNew };
}

async function writeOff(
  collections: Collections,
  desk: RecoveryDesk,
  { recovery: id, document, by }: recoveriesV1.WriteOffRequest,
): Promise<recoveriesV1.WriteOffResponse> {
  refuseIf(personFaults({ by, document }));
  const { isNew } = done(await desk.writeOff(id, { document, by }), `demand ${id}`);
  return { recovery: await messageOf(collections, id), isNew };
}

async function list(
  collections: Collections,
  { after, limit, entity }: recoveriesV1.ListRecoveriesRequest,
): Promise<recoveriesV1.ListRecoveriesResponse> {
  refuseForeignCursor(after, CURSORS.recoveries);
  const found = collections.recoveries.find({ _id: rangeAfter(after, entity) }).sort({ _id: 1 });
  const page = await readPage(found, limit);
  const recoveries = await recoveryMessages(collections, page.rows.map(recoveryFrom));
  return { recoveries, next: nextAfter(page, ({ _id }) => _id) };
}

/** A demand's number begins with its entity, so those of one are a range of the primary key. */
function rangeAfter(after: string, entity: string): object {
  if (entity === '') return { $gt: after };
  const first = `${entity}-D`;
  return after > first ? { $gt: after, $lt: `${entity}-E` } : { $gte: first, $lt: `${entity}-E` };
}

async function messageOf(collections: Collections, id: string): Promise<recoveriesV1.Recovery> {
  const recovery: Recovery | undefined = await readRecovery(collections, id);
  const [message] = recovery ? await recoveryMessages(collections, [recovery]) : [];
  if (!message) throw new RpcError(rpcStatus.NOT_FOUND, `there is no demand "${id}"`);
  return message;
}

function done(outcome: DeskOutcome, about: string): Extract<DeskOutcome, { recovery: Recovery }> {
  if ('recovery' in outcome) return outcome;
  const code = outcome.refusal === 'unknown-recovery' ? rpcStatus.NOT_FOUND : rpcStatus.FAILED_PRECONDITION;
  throw new RpcError(code, `${about}: ${WHY[outcome.refusal]}`);
}
