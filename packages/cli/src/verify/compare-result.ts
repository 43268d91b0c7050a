import { accountJson, claimJson, type FilledAccount } from '@duixian/policy';
import type { Fen } from '@duixian/values';
import type { Account, Claim, LiveResult } from './live-result.ts';

/** A difference between the running system and its facts, with values as documents show them. */
export type Difference = {
  readonly what: 'account' | 'claim' | 'payable';
  readonly of: string;
  readonly live: string | null;
  readonly recomputed: string | null;
};

/** Every difference between the system and its facts, accounts first. */
export function differences(live: LiveResult, recomputed: readonly FilledAccount[]): Difference[] {
  const rightAccounts = new Map(recomputed.map((account) => [accountKey(account), accountText(account)]));
  const rightClaims = new Map(
    recomputed.flatMap(({ claims }) => claims.map((claim) => [claimKey(claim), claimText(claimJson(claim))])),
  );
  return [
    ...unequal(
      'account',
      new Map(live.accounts.map((one) => [accountKey(one), liveAccountText(one)])),
      rightAccounts,
    ),
    ...unequal('claim', new Map(live.claims.map((one) => [claimKey(one), claimText(one)])), rightClaims),
    ...unequal('payable', dueTexts(live.payables), dueTexts(recomputed)),
  ];
}

function unequal(
  what: Difference['what'],
  live: ReadonlyMap<string, string>,
  recomputed: ReadonlyMap<string, string>,
): Difference[] {
  const keys = new Set([...live.keys(), ...recomputed.keys()]);
  return [...keys].flatMap((of) => {
    const pair = { live: live.get(of) ?? null, recomputed: recomputed.get(of) ?? null };
    return pair.live === pair.recomputed ? [] : [{ what, of, ...pair }];
  });
}

type OfAccount = { readonly entity: string; readonly year: number; readonly group: string };

function accountKey({ entity, year, group }: OfAccount): string {
  return `${entity}/${year}/${group}`;
}

function accountText(account: FilledAccount): string {
  const { claimedFen, entitledFen, undecided } = accountJson(account);
  return `claimed ${claimedFen}, entitled ${entitledFen} fen, undecided ${undecided}`;
}

function liveAccountText({ claimedFen, entitledFen, undecided }: Account): string {
  return `claimed ${claimedFen}, entitled ${entitledFen} fen, undecided ${undecided}`;
}

type ShownClaim = Claim | ReturnType<typeof claimJson>;

function claimKey(claim: OfAccount & Pick<Claim, 'date' | 'provision' | 'fact'>): string {
  return `${accountKey(claim)} ${claim.date} ${claim.provision} ${claim.fact.type} ${claim.fact.subject}`;
}

function claimText(claim: ShownClaim): string {
  const { beneficiary, status, baseFen } = claim;
  const amounts =
    status === 'undecided'
      ? `${'lowestFen' in claim ? claim.lowestFen : null} to ${'highestFen' in claim ? claim.highestFen : null}`
      : `${'amountFen' in claim ? claim.amountFen : null}`;
  const rate = 'rate' in claim ? (claim.rate ?? 'none') : 'none';
  return `${status} for ${beneficiary}, base ${baseFen ?? 'none'}, rate ${rate}, ${amounts} fen`;
}

/** The amount due per account of the entity, whichever of its USCCs it is booked under. Missing equals 0. */
function dueTexts(rows: readonly (OfAccount & { readonly entitledFen: Fen })[]): Map<string, string> {
  const sums = new Map<string, Fen>();
  for (const row of rows) sums.set(accountKey(row), (sums.get(accountKey(row)) ?? 0n) + row.entitledFen);
  return new Map([...sums].flatMap(([key, fen]) => (fen === 0n ? [] : [[key, `entitled ${fen} fen`]])));
}
