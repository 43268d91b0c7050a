import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';

export type WorkItemJson = z.output<typeof api.workItemSchema>;

/** Claims that wait for a decision, as items of work. /v1/undecided shows how much each provision pays at most. */
export async function undecidedWork({ awards }: Services, after: string, limit: number) {
  const asked = { entity: '', year: 0, provision: '', after, limit };
  const { claims, next, titlesZh } = await awards.listUndecided(asked);
  const items = claims.map((claim) => itemOf(claim, titlesZh[claim.provision] ?? ''));
  return { items, next: nextOf(next) };
}

export async function undecidedWorkSum({ awards }: Services) {
  const { count, isAtLeast, oldest, oldestTitleZh } = await awards.summariseUndecided({});
  return { count: exactNumber(count), isAtLeast, oldest: oldest ? itemOf(oldest, oldestTitleZh) : null };
}

/** The reason is the title of its provision in the words of the regulation. */
function itemOf(claim: awardsV1.Claim, title: string): WorkItemJson {
  const { entity, factType, factSubject, highestFen = 0n, date, provision } = claim;
  return {
    id: `${factType}/${factSubject}`,
    entity,
    name: null,
    amountFen: exactSum(highestFen),
    since: date,
    why: title || provision,
  };
}
