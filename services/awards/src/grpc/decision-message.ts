import type { decisionsV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import type { Actor } from '@duixian/values';
import type { DecisionDraft } from '../domain/decision-draft.ts';
import type { DecisionActDocument, DecisionDocument } from '../store/decisions.ts';

export function actorFrom(actor: decisionsV1.DecisionActor | undefined): Actor {
  const { person = '', key = '', machine = true, scopes = [] } = actor ?? {};
  return { person, key, kind: machine ? 'machine' : 'person', scopes, isWhole: false };
}

export function draftFrom(draft: decisionsV1.DecisionDraft | undefined): DecisionDraft {
  const { id = '', documentNo = '', reason = '', what } = draft ?? {};
  if (what?.$case === 'withdrawal') return { id, documentNo, reason, what: { withdrawal: what.value } };
  if (what?.$case !== 'terms')
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'draft: either terms or a withdrawal');
  const { scope, rate, amountFen, ...terms } = what.value;
  const given = {
    ...terms,
    scope: scopeFrom(scope),
    ...(rate !== undefined && { rate }),
    ...(amountFen !== undefined && { amountFen: Number(amountFen) }),
  };
  return { id, documentNo, reason, what: { terms: given } };
}

function scopeFrom(scope: decisionsV1.DecisionScope | undefined): object {
  const { factType = '', factSubject = '', entity = '', year = 0 } = scope ?? {};
  return {
    ...(factType && { fact: { type: factType, subject: factSubject } }),
    ...(entity && { entity }),
    ...(year && { year }),
  };
}

export function decisionMessage(
  { _id: id, steps }: DecisionDocument,
  acts: readonly DecisionActDocument[],
): decisionsV1.Decision {
  const { waiting } = steps;
  return {
    id,
    waiting: waiting
      ? {
          ...{ number: BigInt(waiting.number), by: waiting.by, at: waiting.at.toISOString() },
          ...{ documentNo: waiting.document, reason: waiting.content.reason },
          ...{ preview: waiting.content.preview, dataJson: waiting.content.dataJson },
          source: waiting.content.source,
        }
      : undefined,
    proposals: BigInt(steps.proposals),
    confirmed: BigInt(steps.confirmed),
    acts: acts.map(({ number, event, by, key, at, because }) => ({
      ...{ number: BigInt(number), event, by, key, at: at.toISOString(), because },
    })),
  };
}
