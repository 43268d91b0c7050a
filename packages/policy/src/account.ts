import { compareCodePoints, defined, type Fen, MAX_EXACT_FEN, minFen, type Uscc } from '@duixian/values';
import type { FactClaim } from './claim.ts';
import { capOf, type Policy } from './policy.ts';

/** The total of one entity in one year and one group: a sum with a cap. */
export type Account = {
  readonly entity: Uscc;
  readonly year: number;
  readonly group: string;
  readonly capFen: Fen | null;
  readonly claimedFen: Fen;
  readonly entitledFen: Fen;
  readonly undecided: number;
};

/** An account with the claims that fill it, in the order in which they are granted. */
export type FilledAccount = Account & { readonly claims: readonly GrantedClaim[] };

/** `grantedFen` of a decided claim: what is left of the account's entitlement, at most its own amount. */
export type GrantedClaim = FactClaim & { readonly grantedFen?: Fen };

/** Groups claims into accounts, sorted by entity, year and group, each with its claims by date, provision and fact. */
export function fillAccounts(policy: Policy, claims: Iterable<FactClaim>): FilledAccount[] {
  const byKey = new Map<string, FactClaim[]>();
  for (const claim of claims) {
    const key = `${claim.entity} ${String(claim.year).padStart(4, '0')} ${claim.group}`;
    const known = byKey.get(key);
    if (known) known.push(claim);
    else byKey.set(key, [claim]);
  }
  const keys = [...byKey.keys()].sort(compareCodePoints);
  return keys.map((key) => fillAccount(policy, defined(byKey.get(key), 'a key has claims')));
}

/** One account of claims that share entity, year and group. */
export function fillAccount(policy: Policy, claims: FactClaim[]): FilledAccount {
  const { entity, year, group } = defined(claims[0], 'an account has claims');
  let claimedFen = 0n;
  let undecided = 0;
  for (const claim of claims) {
    if (claim.status === 'decided') claimedFen += claim.amountFen;
    else undecided += 1;
  }
  const entitled = policy.engine.entitledFen(policy, { group, year, claimedFen });
  return {
    entity,
    year,
    group,
    capFen: capOf(policy, { group, year }),
    claimedFen,
    entitledFen: entitled,
    undecided,
    claims: grantClaims(claims, entitled),
  };
}

/** Whether its total can be published: every JSON reader keeps it exact. */
export function isExact({ claimedFen }: Pick<Account, 'claimedFen'>): boolean {
  return claimedFen <= MAX_EXACT_FEN;
}

/** Grants claims in their order. The first claims of an account suffice to know what each of them gets. */
export function grantClaims(claims: FactClaim[], entitled: Fen): GrantedClaim[] {
  let leftFen = entitled;
  return claims.sort(compareClaims).map((claim) => {
    if (claim.status === 'undecided') return claim;
    const grantedFen = minFen(leftFen, claim.amountFen);
    leftFen -= grantedFen;
    return { ...claim, grantedFen };
  });
}

function compareClaims(a: FactClaim, b: FactClaim): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.provision !== b.provision) return a.provision < b.provision ? -1 : 1;
  if (a.fact.type !== b.fact.type) return a.fact.type < b.fact.type ? -1 : 1;
  return compareCodePoints(a.fact.subject, b.fact.subject);
}
