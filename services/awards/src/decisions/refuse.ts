import { RpcError, rpcStatus } from '@duixian/runtime';
import type { StepRefusal } from '@duixian/values';

/** Why something that is well formed is not done, beside what every two steps have. */
export type DecisionRefusal =
  | StepRefusal
  | 'not-known'
  /** What it changes was changed by somebody else. */
  | 'another-revision'
  /** An equally narrow decision stands that wins over it. */
  | 'beaten'
  /** No preview of this was shown under that digest, or not lately. */
  | 'not-previewed'
  /** More would be ordered at once than whoever confirms has agreed to. */
  | 'moved'
  | 'over-limit'
  /** What a start found is in force. */
  | 'nothing-offered'
  /** Claims still move after another policy. */
  | 'unsettled'
  /** A plan of another day, or of what is in force no more. */
  | 'out-of-date';

const CODE_OF: Partial<Record<DecisionRefusal, number>> = {
  'not-known': rpcStatus.NOT_FOUND,
  machine: rpcStatus.PERMISSION_DENIED,
  'lacks-role': rpcStatus.PERMISSION_DENIED,
};

export function refuse(refusal: DecisionRefusal, why: string): never {
  throw new RpcError(CODE_OF[refusal] ?? rpcStatus.FAILED_PRECONDITION, `${refusal}: ${why}`);
}
