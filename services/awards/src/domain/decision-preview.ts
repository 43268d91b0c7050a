import type { RecordKey } from '@duixian/facts';
import type { Claim } from '@duixian/policy';
import { canonicalJson, compareCodePoints, type Fen, sha256Hex } from '@duixian/values';
import { type AccountState, accountId, Deltas } from './account-state.ts';

/** A claim that a decision decides, or decided until now. */
export type PreviewedClaim = Pick<Claim, 'entity' | 'year' | 'group'> & {
  readonly fact: RecordKey;
  readonly provision: string;
  /** Before the cap; undefined if it is undecided, or no claim. */
  readonly nowFen: Fen | undefined;
  readonly thenFen: Fen | undefined;
  readonly nowDecision: string;
  readonly thenDecision: string;
};

export type PreviewedAccount = { readonly before: AccountState | undefined; readonly after: AccountState };

/** In a digest it has no name yet: its id is made when it is proposed. */
const ITSELF = '*';

/**
 * What a decision would change, gathered fact by fact from the claims that each makes now and the claims that
 * the same engine makes from it with the decision.
 */
export class DecisionPreview {
  readonly deltas = new Deltas();
  readonly replaces = new Set<string>();
  readonly replacedBy = new Set<string>();
  leftToOthers = 0;
  readonly #claims: PreviewedClaim[] = [];
  readonly #id: string;
  readonly #provisions: ReadonlySet<string>;

  constructor(id: string, provisions: Iterable<string>) {
    this.#id = id;
    this.#provisions = new Set(provisions);
  }

  add(fact: RecordKey, before: readonly Claim[], after: readonly Claim[]): void {
    for (const provision of this.#provisions) {
      const [now, then] = [before.find(isOf(provision)), after.find(isOf(provision))];
      const claim = then ?? now;
      if (!claim) continue;
      const [nowDecision, thenDecision] = [decisionOf(now), decisionOf(then)];
      this.#note(nowDecision, thenDecision);
      if (nowDecision !== this.#id && thenDecision !== this.#id) {
        this.leftToOthers += 1;
        continue;
      }
      if (now) this.deltas.remove([now]);
      if (then) this.deltas.add([then], NO_NAMES, 0n);
      const { entity, year, group } = claim;
      const amounts = { nowFen: amountOf(now), thenFen: amountOf(then) };
      this.#claims.push({ fact, provision, entity, year, group, ...amounts, nowDecision, thenDecision });
    }
  }

  /** In the order of their facts. */
  claims(): readonly PreviewedClaim[] {
    return this.#claims.sort(
      (a, b) =>
        compareCodePoints(a.fact.type, b.fact.type) || compareCodePoints(a.fact.subject, b.fact.subject),
    );
  }

  /** A digest of everything; the same facts give the same digest, whenever it is made. */
  digest(about: object, accounts: readonly PreviewedAccount[]): string {
    const named = (decision: string) => (decision === this.#id ? ITSELF : decision);
    const claims = this.claims().map((claim) => [
      ...[claim.fact.type, claim.fact.subject, claim.provision],
      ...[accountId(claim), `${claim.nowFen}`, `${claim.thenFen}`],
      ...[named(claim.nowDecision), named(claim.thenDecision)],
    ]);
    const moved = accounts.map(({ before, after }) => [
      ...[after._id, `${before?.claimedFen ?? 0n}`, `${after.claimedFen}`],
      ...[`${before?.entitledFen ?? 0n}`, `${after.entitledFen}`],
    ]);
    // Lists of texts have only one JSON form.
    return sha256Hex(JSON.stringify([canonicalJson(about as never), claims, moved, this.leftToOthers]));
  }

  #note(now: string, then: string): void {
    if (then === this.#id && now !== '' && now !== this.#id) this.replaces.add(now);
    if (then !== '' && then !== this.#id) this.replacedBy.add(then);
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();

function isOf(provision: string): (claim: Claim) => boolean {
  return (claim) => claim.provision === provision;
}

function decisionOf(claim: Claim | undefined): string {
  return claim?.status === 'decided' ? (claim.decisionId ?? '') : '';
}

function amountOf(claim: Claim | undefined): Fen | undefined {
  return claim?.status === 'decided' ? claim.amountFen : undefined;
}
