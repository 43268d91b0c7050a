import { RpcError, rpcStatus } from '@duixian/runtime';
import type { StepRefusal } from '@duixian/values';

/**
 * Why a well-formed request is not carried out, in addition to the refusals that all two-person steps have.
 */
export type DecisionRefusal =
  | StepRefusal
  | 'not-known'
  /** What it changes was changed by somebody else. */
  | 'another-revision'
  /** An equally narrow decision is in force and wins over it. */
  | 'beaten'
  /** No preview of this was shown under that digest, or not recently. */
  | 'not-previewed'
  /** More would be ordered at once than the person who confirms has agreed to. */
  | 'moved'
  | 'over-limit'
  /** What a start found is already in force. */
  | 'nothing-offered'
  /** Claims are still being recomputed for another policy. */
  | 'unsettled'
  /** A plan of another day, or of a policy that is no longer in force. */
  | 'out-of-date';

const CODE_OF: Partial<Record<DecisionRefusal, number>> = {
  'not-known': rpcStatus.NOT_FOUND,
  machine: rpcStatus.PERMISSION_DENIED,
  'lacks-role': rpcStatus.PERMISSION_DENIED,
};

export function refuse(refusal: DecisionRefusal, why: string): never {
  throw new RpcError(CODE_OF[refusal] ?? rpcStatus.FAILED_PRECONDITION, `${refusal}: ${why}`);
}
