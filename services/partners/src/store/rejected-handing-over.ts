import type { FactTypeName } from '@duixian/facts';
import type { HandingOver, HandingOverTerms } from '../domain/handing-over.ts';
import type { AuthorizationDocument } from './collections.ts';

/**
 * A rejected handover is not kept, so that unwanted proposals use up no space. Its acts are kept: so its id
 * never names anything else, and a person who confirms an id confirms what was looked at under it.
 */
export function rejectedHandingOver(
  id: string,
  acts: readonly AuthorizationDocument[],
): HandingOver | undefined {
  const proposal = acts.find(({ event }) => event === 'propose');
  if (!proposal) return undefined;
  const { types, ...terms } = JSON.parse(proposal.contentJson) as HandingOverTerms & {
    types: FactTypeName[];
  };
  return {
    ...{ id, terms, types, proposedBy: proposal.by, proposedAt: proposal.at, document: proposal.because },
    status: 'rejected',
    at: null,
    version: 0,
  };
}
