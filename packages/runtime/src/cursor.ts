import { caseOf, FACT_TYPE_NAMES } from '@duixian/facts';
import { RpcError, rpcStatus } from './rpc-error.ts';

/** Of lists in the order of things: "type/id". */
export const RECORD_CURSOR = new RegExp(`^(?:${FACT_TYPE_NAMES.map(caseOf).join('|')})/`);

/**
 * A cursor that no answer of a list gave would skip or repeat rows without a word, so it is refused. `looks` is what all
 * cursors of the list look like; an empty one asks for the first page.
 */
export function refuseForeignCursor(after: string, looks: { test(after: string): boolean }): void {
  if (after === '' || looks.test(after)) return;
  const message =
    'after: not a cursor of this list: give what an answer of it said, or nothing for the first page';
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, message);
}
