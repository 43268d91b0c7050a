import { RpcError, rpcStatus } from './rpc-error.ts';

/**
 * A cursor that no page of the list returned would silently skip or repeat rows, so it is refused. `looks` is the form
 * of all cursors of the list; an empty cursor asks for the first page.
 */
export function refuseForeignCursor(after: string, looks: { test(after: string): boolean }): void {
  if (after === '' || looks.test(after)) return;
  const message =
    'after: not a cursor of this list: give the cursor of an earlier answer, or none for the first page';
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, message);
}
