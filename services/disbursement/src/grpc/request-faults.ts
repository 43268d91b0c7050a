import { RpcError, rpcStatus } from '@duixian/runtime';

/** All faults of a request at once; each says which field, and what would be right. */
export function refuseIf(faults: readonly (string | false)[]): void {
  const found = faults.filter(Boolean);
  if (found.length > 0) throw new RpcError(rpcStatus.INVALID_ARGUMENT, found.join('; '));
}

export function personFaults({ by, document }: { by: string; document: string }): (string | false)[] {
  return [by === '' && 'by: who does it', document === '' && 'document: on what paper'];
}
