import type { awardsV1 } from '@duixian/proto';
import { nextOf } from '../http/parameters.ts';
import { exactNumber, exactSum } from '../json/exact-number.ts';
import type { WorkItemJson } from '../json/work-item-json.ts';
import type { Services } from '../services.ts';

/** Claims that wait for a decision, as items of work. Which provision pays at most how much is in /v1/undecided. */
export async function undecidedWork({ awards }: Services, after: string, limit: number) {
  const { claims, next } = await awards.listUndecided({ entity: '', year: 0, provision: '', after, limit });
  return { items: claims.map(itemOf), next: nextOf(next) };
}

export async function undecidedWorkSum({ awards }: Services) {
  const { count, isAtLeast, oldest } = await awards.summariseUndecided({});
  return { count: exactNumber(count), isAtLeast, oldest: oldest ? itemOf(oldest) : null };
}

function itemOf(claim: awardsV1.Claim): WorkItemJson {
  const { entity, factType, factSubject, highestFen = 0n, date, provision } = claim;
  return {
    id: `${factType}/${factSubject}`,
    entity,
    name: null,
    amountFen: exactSum(highestFen),
    since: date,
    why: provision,
  };
}
