import { recoveriesV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  streaming,
  unary,
} from '@duixian/runtime';
import { isDay } from '@duixian/values';
import type { DocumentSources } from '../documents/document-sources.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { CURSORS } from '../wire/cursors.ts';
import { personFaults, refuseIf, textFault } from '../wire/request-faults.ts';
import type { Recovery } from './domain/recovery.ts';
import { receive, received, receivedTransfer, receiveTransfer, transferMessage } from './receive-transfer.ts';
import type { CommandOutcome, RecoveryCommands } from './recovery-commands.ts';
import { recoveryMessage, recoveryMessages } from './recovery-message.ts';
import { WHY_NOT_RECOVERED } from './recovery-refusals.ts';
import { recoveryFrom } from './stored-recoveries.ts';
import { writeDemandLetter } from './write-demand-letter.ts';

export function recoveryService(
  collections: Collections,
  recoveries: RecoveryCommands,
  commands: Commands,
  sources: DocumentSources,
): GrpcService {
  const methods = recoveriesV1.RecoveryServiceService;
  const implementation: recoveriesV1.RecoveryServiceServer = {
    listRecoveries: unary((request) => list(collections, request)),
    getRecovery: unary(async ({ id }) => ({ recovery: await recoveryMessage(collections, id) })),
    demand: commands.unary(methods.demand, {
      decide: (request) => demand(recoveries, request),
      answer: async (outcome, { entity }, session) => {
        const { recovery } = done(outcome, `entity ${entity}`);
        return { recovery: await recoveryMessage(collections, recovery.id, session) };
      },
    }),
    receive: commands.unary(methods.receive, {
      decide: (request) => receive(recoveries, request),
      answer: (outcome, request, session) => received(collections, outcome, request, session),
    }),
    receiveTransfer: commands.unary(methods.receiveTransfer, {
      decide: (request) => receiveTransfer(recoveries, request),
      answer: receivedTransfer,
    }),
    getTransfer: unary(async ({ id }) => ({ transfer: await transferMessage(collections, id) })),
    writeOff: commands.unary(methods.writeOff, {
      decide: (request) => writeOff(recoveries, request),
      answer: async (outcome, { recovery: id }, session) => {
        const { isNew } = done(outcome, `demand ${id}`);
        return { recovery: await recoveryMessage(collections, id, session), isNew };
      },
    }),
    writeDemandLetter: streaming((request) => writeDemandLetter(collections, sources, request)),
  };
  return { definition: methods, implementation };
}

function demand(
  commands: RecoveryCommands,
  { entity, dueOn, reason, document, by }: recoveriesV1.DemandRequest,
): Promise<CommandOutcome> {
  refuseIf([
    entity === '' && 'entity: from whom',
    !isDay(dueOn) && 'dueOn: the last day to pay, YYYY-MM-DD',
    textFault('reason', reason, 'why'),
    ...personFaults({ by, document }),
  ]);
  return commands.demand(entity, { dueOn, reason, document, by });
}

function writeOff(
  commands: RecoveryCommands,
  { recovery: id, document, by }: recoveriesV1.WriteOffRequest,
): Promise<CommandOutcome> {
  refuseIf(personFaults({ by, document }));
  return commands.writeOff(id, { document, by });
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
