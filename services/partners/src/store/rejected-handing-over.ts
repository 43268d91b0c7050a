import type { FactTypeName } from '@duixian/facts';
import type { HandingOver, HandingOverTerms } from '../domain/handing-over.ts';
import type { AuthorizationDocument } from './collections.ts';

/**
 * A handing over that was rejected is not kept, so that proposals that nobody wanted fill no room. What was done to it is: so
 * its id names nothing else for ever, and who confirms an id confirms what was looked at under it.
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
