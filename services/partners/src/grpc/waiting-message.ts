import type { waitingV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import type { Arriving, WaitingRow } from '../domain/waiting-row.ts';
import type { WaitingRowDocument } from '../store/collections.ts';
import type { Settled } from '../store/settle-rows.ts';
import type { KeptOutcome, ReleasedRow } from '../store/waiting-store.ts';

export const WIRE_KEPT = {
  waiting: 'KEPT_OUTCOME_WAITING',
  'already-final': 'KEPT_OUTCOME_ALREADY_FINAL',
  'over-limit': 'KEPT_OUTCOME_OVER_LIMIT',
} as const satisfies Record<KeptOutcome, waitingV1.KeptOutcome>;

const WIRE_STATE = {
  waiting: 'ROW_STATE_WAITING',
  released: 'ROW_STATE_RELEASED',
  recorded: 'ROW_STATE_RECORDED',
  duplicate: 'ROW_STATE_DUPLICATE',
  stale: 'ROW_STATE_STALE',
  'already-final': 'ROW_STATE_ALREADY_FINAL',
  refused: 'ROW_STATE_REFUSED',
} as const satisfies Record<WaitingRow['state'], waitingV1.RowState>;

const STATE = Object.fromEntries(Object.entries(WIRE_STATE).map(([state, wire]) => [wire, state])) as Partial<
  Record<waitingV1.RowState, WaitingRow['state']>
>;

export function arrivingFrom({ source, way, arrivedAt, rows }: waitingV1.KeepRowsRequest): Arriving[] {
  const at = instantFrom(arrivedAt);
  return rows.map(({ type, subject, dataJson, waitsFor, isFinal }) => ({
    ...{ source, type, subject, dataJson, isFinal, way, arrivedAt: at },
    waitsFor: waitsFor.map(({ field, unit, division }) => ({ field, unit, ...(division && { division }) })),
  }));
}

export function keptRowMessage(row: WaitingRowDocument): waitingV1.KeptRow {
  const { source, type, subject, waitsFor, way, arrivedAt, state, faults } = row;
  const how = { way, arrivedAt: arrivedAt.toISOString(), state: WIRE_STATE[state], faults };
  const waits = waitsFor.map(({ field, unit, division = '' }) => ({ field, unit, division }));
  return { source, type, subject, waitsFor: waits, ...how };
}

export function releasedMessage({
  source,
  type,
  subject,
  dataJson,
  arrivedAt,
}: ReleasedRow): waitingV1.ReleasedRow {
  return { source, type, subject, dataJson, arrivedAt: arrivedAt.toISOString() };
}

export function settledFrom({
  source,
  type,
  subject,
  arrivedAt,
  state,
  faults,
}: waitingV1.SettledRow): Settled {
  const outcome = STATE[state];
  if (outcome === undefined || outcome === 'waiting' || outcome === 'released')
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'state: what a register answered');
  return { source, type, subject, arrivedAt: instantFrom(arrivedAt), state: outcome, faults };
}

function instantFrom(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'arrivedAt: RFC 3339');
  return at;
}
