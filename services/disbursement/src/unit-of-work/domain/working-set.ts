import type { EntityState } from '../../entitlements/domain/apply-entitlements.ts';
import { hasCurrentActiveMembers } from '../../ledger/domain/active-members.ts';
import type { Ledger } from '../../ledger/domain/ledger.ts';

/** What whole states, all of one version, claim about who belongs to an entity. */
interface Claim {
  readonly version: bigint;
  readonly parts: number;
  readonly received: Set<number>;
  readonly members: Set<string>;
  /** Members whose own state must have a version. */
  readonly awaited: Set<string>;
}

/**
 * Which ledgers a decision must read: those it asks for, those that claim them, and the active members of all
 * of these. A branch about which nothing but its parent is known is not read, so that a message about one
 * entity with fifty thousand branches costs only what it changes. Ledgers of USCCs that join or leave are
 * read with all of their members.
 *
 * The reader calls `first`, and then `next` with what was found, until nothing more is wanted.
 */
export class WorkingSet {
  readonly #usccs: ReadonlySet<string>;
  readonly #claims: Map<string, Claim>;
  readonly #asked = new Set<string>();
  readonly #read = new Map<string, Ledger>();
  readonly #whole = new Set<string>();

  constructor(usccs: Iterable<string>, states: readonly EntityState[] = []) {
    this.#usccs = new Set([...usccs, ...states.map(({ entity }) => entity)]);
    this.#claims = claimsOf(states);
  }

  first(): string[] {
    return this.#ask([...this.#usccs]);
  }

  next(found: readonly Ledger[]): string[] {
    for (const ledger of found) this.#read.set(ledger.uscc, ledger);
    const wanted = found.flatMap((ledger) => [...ledger.claimedBy, ...this.#membersToRead(ledger)]);
    for (const [uscc, claim] of this.#claims) wanted.push(...this.#wantedBy(uscc, claim));
    this.#claims.clear();
    return this.#ask(wanted);
  }

  get ledgers(): Ledger[] {
    return [...this.#read.values()];
  }

  /** The members that were left out, each with the entity it belongs to. */
  resting(): Map<string, string> {
    const resting = new Map<string, string>();
    for (const ledger of this.#read.values()) {
      if (this.#isReadWhole(ledger)) continue;
      for (const uscc of ledger.members) if (!this.#asked.has(uscc)) resting.set(uscc, ledger.uscc);
    }
    return resting;
  }

  #ask(usccs: readonly string[]): string[] {
    const wanted = [...new Set(usccs)].filter((uscc) => !this.#asked.has(uscc));
    for (const uscc of wanted) this.#asked.add(uscc);
    return wanted;
  }

  #isReadWhole(ledger: Ledger): boolean {
    return this.#whole.has(ledger.uscc) || !hasCurrentActiveMembers(ledger);
  }

  #membersToRead(ledger: Ledger): readonly string[] {
    return this.#isReadWhole(ledger) ? ledger.members : (ledger.activeMembers?.usccs ?? []);
  }

  #wantedBy(uscc: string, claim: Claim): string[] {
    const root = this.#read.get(uscc);
    if (root && claim.version <= root.entityVersion) return [];
    const held = new Set(root?.members);
    const incomplete = root?.incomplete?.version === claim.version ? root.incomplete : undefined;
    const received = new Set([...claim.received, ...(incomplete?.received ?? [])]);
    const isComplete = claim.parts === 0 || received.size === claim.parts;
    const named = new Set([...claim.members, ...(incomplete?.members ?? [])]);
    const joining = [...claim.members].filter((member) => !held.has(member));
    const leaving = isComplete ? [...held].filter((member) => !named.has(member)) : [];
    const moving = [...joining, ...leaving];
    for (const member of moving) this.#whole.add(member);
    return [
      ...moving,
      ...moving.flatMap((member) => this.#read.get(member)?.members ?? []),
      ...claim.awaited,
    ];
  }
}

function claimsOf(states: readonly EntityState[]): Map<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const {
    entity,
    entityVersion,
    members,
    memberVersions = [],
    part = 0,
    parts = 0,
    accountsOnly,
  } of states) {
    if (accountsOnly) continue;
    const known = claims.get(entity);
    const claim =
      known?.version === entityVersion
        ? known
        : {
            version: entityVersion,
            parts,
            received: new Set<number>(),
            members: new Set<string>(),
            awaited: new Set<string>(),
          };
    claims.set(entity, claim);
    claim.received.add(part);
    for (const [index, member] of members.entries()) {
      if (member === entity) continue;
      claim.members.add(member);
      if ((memberVersions[index] ?? 0n) > 0n) claim.awaited.add(member);
    }
  }
  return claims;
}
