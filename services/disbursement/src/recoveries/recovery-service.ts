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
import { isDay } from '@duixian/values';
import type { Collections } from '../unit-of-work/collections.ts';
import { CURSORS } from '../wire/cursors.ts';
import { personFaults, refuseIf, textFault } from '../wire/request-faults.ts';
import type { Recovery } from './domain/recovery.ts';
import { receive, receiveTransfer, transferMessage } from './receive-transfer.ts';
import type { CommandOutcome, RecoveryCommands } from './recovery-commands.ts';
import { recoveryMessage, recoveryMessages } from './recovery-message.ts';
import { WHY_NOT_RECOVERED } from './recovery-refusals.ts';
import { recoveryFrom } from './stored-recoveries.ts';

export function recoveryService(collections: Collections, commands: RecoveryCommands): GrpcService {
  const implementation: recoveriesV1.RecoveryServiceServer = {
    listRecoveries: unary((request) => list(collections, request)),
    getRecovery: unary(async ({ id }) => ({ recovery: await recoveryMessage(collections, id) })),
    demand: unary((request) => demand(collections, commands, request)),
    receive: unary((request) => receive(collections, commands, request)),
    receiveTransfer: unary((request) => receiveTransfer(commands, request)),
    getTransfer: unary(async ({ id }) => ({ transfer: await transferMessage(collections, id) })),
    writeOff: unary((request) => writeOff(collections, commands, request)),
  };
  return { definition: recoveriesV1.RecoveryServiceService, implementation };
}

async function demand(
  collections: Collections,
  commands: RecoveryCommands,
  { entity, dueOn, reason, document, by }: recoveriesV1.DemandRequest,
): Promise<recoveriesV1.DemandResponse> {
  refuseIf([
    entity === '' && 'entity: from whom',
    !isDay(dueOn) && 'dueOn: the last day to pay, YYYY-MM-DD',
    textFault('reason', reason, 'why'),
    ...personFaults({ by, document }),
  ]);
  const { recovery } = done(
    await commands.demand(entity, { dueOn, reason, document, by }),
    `entity ${entity}`,
  );
  return { recovery: await recoveryMessage(collections, recovery.id) };
}

async function writeOff(
  collections: Collections,
  commands: RecoveryCommands,
  { recovery: id, document, by }: recoveriesV1.WriteOffRequest,
): Promise<recoveriesV1.WriteOffResponse> {
  refuseIf(personFaults({ by, document }));
  const { isNew } = done(await commands.writeOff(id, { document, by }), `demand ${id}`);
  return { recovery: await recoveryMessage(collections, id), isNew };
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

/** A demand's number begins with its entity, so those of one entity are a range of the primary key. */
function rangeAfter(after: string, entity: string): object {
  if (entity === '') return { $gt: after };
  const first = `${entity}-D`;
  return after > first ? { $gt: after, $lt: `${entity}-E` } : { $gte: first, $lt: `${entity}-E` };
}

function done(outcome: CommandOutcome, about: string): Extract<CommandOutcome, { recovery: Recovery }> {
  if ('recovery' in outcome) return outcome;
  const code = outcome.refusal === 'unknown-recovery' ? rpcStatus.NOT_FOUND : rpcStatus.FAILED_PRECONDITION;
  throw new RpcError(code, `${about}: ${WHY_NOT_RECOVERED[outcome.refusal]}`);
}
