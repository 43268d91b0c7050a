import { RECORD_CURSOR } from '@duixian/facts';
import { editionOn, type Policy } from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { nextAfter, readPage, refuseForeignCursor } from '@duixian/runtime';
import { type Day, LIMITS } from '@duixian/values';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';
import { entityOf } from '../store/entity-of.ts';
import { claimMessage } from './claim-message.ts';

/** In the order of their facts. A fact may make several claims, so a page may be longer than requested. */
export async function listUndecided(
  policy: Policy,
  collections: Collections,
  { entity: uscc, year, provision, after, limit }: awardsV1.ListUndecidedRequest,
): Promise<awardsV1.ListUndecidedResponse> {
  refuseForeignCursor(after, RECORD_CURSOR);
  const entity = uscc ? (await entityOf(collections, uscc)).entity : '';
  const wanted = {
    status: 'undecided',
    ...(entity && { entity }),
    ...(year && { year }),
    ...(provision && { provision }),
  };
  const found = collections.facts
    .find(
      { 'claims.status': 'undecided', claims: { $elemMatch: wanted }, _id: { $gt: after } },
      { projection: { claims: 1 } },
    )
    .sort({ _id: 1 });
  const page = await readPage(found, limit);
  const claims = page.rows
    .flatMap(factClaims)
    .filter((claim) => Object.entries(wanted).every(([name, value]) => claim[name as 'status'] === value));
  const titlesZh = Object.fromEntries(claims.map((claim) => [claim.provision, titleZh(policy, claim)]));
  return { claims: claims.map(claimMessage), next: nextAfter(page, ({ _id }) => _id), titlesZh };
}

const UNDECIDED = { 'claims.status': 'undecided' } as const;

/** Counted and found by indexes that hold only what is undecided. */
export async function summariseUndecided(
  policy: Policy,
  { facts }: Collections,
): Promise<awardsV1.SummariseUndecidedResponse> {
  const most = LIMITS.workCounted.most;
  const hint = { 'claims.status': 1, _id: 1 };
  const count = await facts.countDocuments(UNDECIDED, { hint, limit: most + 1 });
  const first = await facts
    .find(UNDECIDED, { projection: { claims: 1 }, hint: { 'claims.date': 1 } })
    .sort({ 'claims.date': 1 })
    .limit(1)
    .toArray();
  const oldest = first.flatMap(factClaims).find(({ status }) => status === 'undecided');
  return {
    count: BigInt(Math.min(count, most)),
    isAtLeast: count > most,
    oldest: oldest && claimMessage(oldest),
    oldestTitleZh: oldest ? titleZh(policy, oldest) : '',
  };
}

/** Empty if the claim is of a pack that is no longer in force, and is about to be recomputed. */
function titleZh(policy: Policy, claim: { readonly provision: string; readonly date: Day }): string {
  const { provisions } = editionOn(policy, claim.date);
  return provisions.find(({ id }) => id === claim.provision)?.title.zh ?? '';
}
