import type { Claim, FactClaim } from '@duixian/policy';
import type { Fen } from '@duixian/values';
import { accountId } from '../domain/account-state.ts';
import { factClaims } from './claims-of-facts.ts';
import type { Collections } from './collections.ts';

/** A claim, and what all claims of its account add up to. */
export type ClaimInOrder = { readonly claim: FactClaim; readonly account: string; readonly claimedFen: Fen };

type Unwound = { readonly _id: string; readonly claims: Claim };
type Sum = { readonly _id: Pick<Claim, 'entity' | 'year' | 'group'>; readonly claimedFen: Fen };

/**
 * All claims in the order of the result (docs/facts.md §9). The database sorts them, on disk if there are many, so
 * that a million of them are never in memory here. The id of a fact sorts like its type and subject.
 */
export async function* claimsInOrder({ facts }: Collections): AsyncGenerator<ClaimInOrder> {
  const sums = sumsInOrder({ facts });
  const making = [
    { $match: { claims: { $exists: true } } },
    { $project: { claims: 1 } },
    { $unwind: '$claims' },
  ];
  const order = { entity: 1, year: 1, group: 1, date: 1, provision: 1 } as const;
  const sort = Object.fromEntries(Object.keys(order).map((field) => [`claims.${field}`, 1 as const]));
  const found = facts.aggregate<Unwound>([...making, { $sort: { ...sort, _id: 1 } }], { allowDiskUse: true });
  let sum = await next(sums);
  for await (const { _id, claims } of found)
    for (const claim of factClaims({ _id, claims: [claims] })) {
      const account = accountId(claim);
      while (sum && accountId(sum._id) < account) sum = await next(sums);
      const claimedFen = sum && accountId(sum._id) === account ? sum.claimedFen : 0n;
      yield { claim, account, claimedFen };
    }
}

async function* sumsInOrder({ facts }: Pick<Collections, 'facts'>): AsyncGenerator<Sum> {
  const isDecided = { $eq: ['$claims.status', 'decided'] };
  const found = facts.aggregate<Sum>(
    [
      { $match: { claims: { $exists: true } } },
      { $project: { claims: 1 } },
      { $unwind: '$claims' },
      {
        $group: {
          _id: { entity: '$claims.entity', year: '$claims.year', group: '$claims.group' },
          claimedFen: { $sum: { $cond: [isDecided, '$claims.amountFen', 0n] } },
        },
      },
      { $sort: { '_id.entity': 1, '_id.year': 1, '_id.group': 1 } },
    ],
    { allowDiskUse: true },
  );
  yield* found;
}

async function next(sums: AsyncGenerator<Sum>): Promise<Sum | undefined> {
  const { done, value } = await sums.next();
  return done ? undefined : value;
}
