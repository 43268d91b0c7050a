import { messageOf, RpcError, rpcStatus } from '@duixian/runtime';

/** The call was not answered: it is unknown whether it took effect. */
const NOT_ANSWERED = new Set<unknown>([rpcStatus.UNAVAILABLE, rpcStatus.RESOURCE_EXHAUSTED]);

/** The answer that the caller got, and whether it is a refusal. */
export function answerOf(error: unknown): { readonly isRefused: boolean; readonly details: string } {
  const isAnswered = error instanceof RpcError || 'details' in (error as object);
  const { code, details = messageOf(error) } = error as { code?: unknown; details?: string };
  return { isRefused: isAnswered && !NOT_ANSWERED.has(code), details };
}
