import type { recoveriesV1 } from '@duixian/proto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { formatYuan, ID, LIMITS, shanghaiTime } from '@duixian/values';
import type { Collections } from '../unit-of-work/collections.ts';
import { personFaults, refuseIf, textFault } from '../wire/request-faults.ts';
import {
  type Receipt,
  type ReceiptOutcome,
  type ReceiptRefusal,
  sumOfParts,
  type Transfer,
} from './domain/receipt.ts';
import type { RecoveryCommands } from './recovery-commands.ts';
import { recoveryMessage } from './recovery-message.ts';
import { WHY_NOT_RECOVERED } from './recovery-refusals.ts';
import { readReceipt } from './stored-receipts.ts';

/** A transfer for one demand alone. */
export function receive(
  commands: RecoveryCommands,
  request: recoveriesV1.ReceiveRequest,
): Promise<ReceiptOutcome> {
  const { id, document, by } = request;
  refuseIf([textFault('id', id, "the bank's reference", ID), ...personFaults({ by, document })]);
  return commands.receive(transferOf(request), { document, by });
}

export async function received(
  collections: Collections,
  outcome: ReceiptOutcome,
  request: recoveriesV1.ReceiveRequest,
  session?: Session,
): Promise<recoveriesV1.ReceiveResponse> {
  const { isNew } = done(outcome, transferOf(request));
  return { recovery: await recoveryMessage(collections, request.recovery, session), isNew };
}

function transferOf({ recovery, id, fen }: recoveriesV1.ReceiveRequest): Transfer {
  return { id, amountFen: fen, parts: [{ recovery, fen }] };
}

/** A transfer that settles several. */
export function receiveTransfer(
  commands: RecoveryCommands,
  { id, amountFen, parts, document, by }: recoveriesV1.ReceiveTransferRequest,
): Promise<ReceiptOutcome> {
  const most = LIMITS.demandsOfATransfer.most;
  refuseIf([
    textFault('id', id, "the bank's reference", ID),
    parts.length === 0 && 'parts: which demands it settles, each with its part',
    parts.length > most && `parts: at most ${most} demands; there are ${parts.length}`,
    ...parts.map(({ recovery }, index) => recovery === '' && `parts.${index}.recovery: which demand`),
    ...personFaults({ by, document }),
  ]);
  return commands.receive({ id, amountFen, parts }, { document, by });
}

export function receivedTransfer(
  outcome: ReceiptOutcome,
  { id, amountFen, parts }: recoveriesV1.ReceiveTransferRequest,
): recoveriesV1.ReceiveTransferResponse {
  const { isNew, receipt } = done(outcome, { id, amountFen, parts });
  return { transfer: messageOf(receipt), isNew };
}

export async function transferMessage(
  collections: Collections,
  id: string,
): Promise<recoveriesV1.Transfer | undefined> {
  const receipt = await readReceipt(collections, id);
  if (!receipt)
    throw new RpcError(rpcStatus.NOT_FOUND, `nothing is booked under the bank's reference "${id}"`);
  return messageOf(receipt);
}

function messageOf({ id, amountFen, parts, by, at, document }: Receipt): recoveriesV1.Transfer {
  const copies = parts.map(({ recovery, fen }) => ({ recovery, fen }));
  return { id, amountFen, parts: copies, partsFen: sumOfParts(parts), by, at: at.toISOString(), document };
}

function done(outcome: ReceiptOutcome, transfer: Transfer): Exclude<ReceiptOutcome, ReceiptRefusal> {
  if (!('refusal' in outcome)) return outcome;
  const code = outcome.refusal === 'unknown-recovery' ? rpcStatus.NOT_FOUND : rpcStatus.FAILED_PRECONDITION;
  throw new RpcError(code, whyNot(outcome, transfer));
}

function whyNot(refused: ReceiptRefusal, { id, amountFen }: Transfer): string {
  switch (refused.refusal) {
    case 'another-transfer':
      return `the bank's reference "${id}" counts once over all demands, and stands for another transfer: ${inWords(refused.booked)}`;
    case 'parts-differ':
      return `the parts add up to ${yuan(refused.partsFen)}, and the transfer is of ${yuan(amountFen)}: they must be equal`;
    case 'demand-named-twice':
      return `demand ${refused.of}: it is named twice; give it one part`;
    default:
      return `demand ${refused.of}: ${WHY_NOT_RECOVERED[refused.refusal]}`;
  }
}

function inWords({ amountFen, parts, by, at }: Receipt): string {
  const booked = parts.map(({ recovery, fen }) => `${yuan(fen)} on demand ${recovery}`).join(', ');
  return `${yuan(amountFen)}, booked by ${by} at ${shanghaiTime(at)}: ${booked}`;
}

function yuan(fen: bigint): string {
  return `${formatYuan(fen)} yuan`;
}
