import type { ContractData, Fact, PublishedFact } from '@duixian/facts';
import type { Day, Fen, Uscc } from '@duixian/values';

/** The types of fact that can make claims, by their short names. */
export const FACT_CASES = ['contract', 'receipt', 'invoice', 'recognition', 'decision'] as const;
export type FactCase = (typeof FACT_CASES)[number];

/** The party that a provision or a condition refers to. On a receipt, seller and buyer are those of its contract. */
export type Role = 'seller' | 'buyer' | 'intermediary' | 'owner' | 'user' | 'institution' | 'decidedEntity';

/** The roles that a fact of each type names, and the fields that can date its claims. */
export const ROLES: Readonly<Record<FactCase, readonly Role[]>> = {
  contract: ['seller', 'buyer', 'intermediary'],
  receipt: ['seller', 'buyer'],
  invoice: ['owner', 'user'],
  recognition: ['institution'],
  decision: ['decidedEntity'],
};

export const DATES: Readonly<Record<FactCase, readonly string[]>> = {
  contract: ['registeredOn', 'signedOn'],
  receipt: ['receivedOn'],
  invoice: ['issuedOn'],
  recognition: ['recognizedOn'],
  decision: ['decidedOn'],
};

type Stated<One> = One extends Fact ? Pick<One, 'type' | 'subject' | 'data'> : never;

/** Everything that a fact states; who sent it and when do not affect its amount. */
export type StatedFact = Stated<Fact>;

/** A fact as the engine receives it: its newest state, an invoice with its metered fee where it names usage records. */
export type AssessedFact = Pick<PublishedFact, 'type' | 'subject' | 'data'> & {
  readonly meteredFeeFen?: Fen | undefined;
};

type OfCase<Case extends FactCase> = Extract<PublishedFact, { type: `duixian.${Case}.v1` }>;

/** A fact that can make claims, distinguished by its type; a receipt with its contract, if that is known. */
export type Claimant = {
  [Case in FactCase]: {
    readonly case: Case;
    readonly subject: string;
    readonly type: OfCase<Case>['type'];
    readonly data: OfCase<Case>['data'];
    readonly contract: ContractData | undefined;
    readonly meteredFeeFen: Fen | undefined;
  };
}[FactCase];

export type PartyInRole = {
  readonly uscc: Uscc | null;
  readonly kind?: string;
  readonly divisionCode?: string | null;
  readonly country?: string | undefined;
};

/** Undefined where the fact names nobody in that role, or the contract of a receipt is not known. */
export function partyIn(claimant: Claimant, role: Role): PartyInRole | undefined {
  switch (role) {
    case 'seller':
    case 'buyer':
      return claimant.contract?.[role];
    case 'intermediary':
      return claimant.contract?.intermediary ?? undefined;
    case 'owner':
    case 'user':
      return claimant.case === 'invoice' ? claimant.data[role] : undefined;
    case 'institution':
      return claimant.case === 'recognition' ? { uscc: claimant.data.uscc } : undefined;
    case 'decidedEntity':
      return claimant.case === 'decision' ? { uscc: claimant.data.scope.entity ?? null } : undefined;
  }
}

/** The day that dates the claims of a provision. */
export function dateOf(claimant: Claimant, field: string): Day {
  return (claimant.data as unknown as Record<string, Day>)[field] as Day;
}
