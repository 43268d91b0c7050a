import { RpcError, rpcStatus } from '@duixian/runtime';
import { LIMITS, TEXT, textMistake } from '@duixian/values';

const MOST = LIMITS.itemFaults.most;

/** Reports all faults of a request at once; each names the field, and what would be right. */
export function refuseIf(faults: readonly (string | false | undefined)[]): void {
  const found = faults.filter((fault) => typeof fault === 'string');
  if (found.length === 0) return;
  const listed = found.length > MOST ? [...found.slice(0, MOST), 'there are others'] : found;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, listed.join('; '));
}

/** The paper, or the reason. */
export function becauseFault(because: string, what: string): string | undefined {
  if (because === '') return `because: ${what}`;
  const mistake = textMistake(because, TEXT);
  return mistake === undefined ? undefined : `because: it must be ${mistake}`;
}
