import type { FactData, Party } from '@duixian/facts';

/** A part of the price. It became money with `received`. */
export type Instalment = {
  /** The exchange's own, the same for ever. */
  readonly id: string;
  readonly dueOn: string | null;
  readonly amountFen: bigint;
  readonly receivedOn: string | null;
  readonly status: 'due' | 'received' | 'returned' | 'cancelled';
};

/**
 * A deal of a technology exchange (技术产权交易), whole, at a revision. No exchange's own form was seen: this is our
 * language for it [assumed]. One registration is one contract; before there is a number there is no fact.
 */
export type Deal = {
  readonly dealId: string;
  readonly revision: number;
  /** 挂牌协议, 拍卖, 竞价, 协议定价. */
  readonly mode: 'listing-agreement' | 'auction' | 'bidding' | 'agreement';
  readonly listing: { readonly no: string; readonly title: string };
  readonly seller: Party;
  /** None before it is struck; more than one (联合体) only where nothing is registered. */
  readonly buyers: readonly Party[];
  readonly intermediary: Party | null;
  /** It signs as third party; otherwise it is in no contract. */
  readonly intermediarySigned: boolean;
  readonly category: FactData<'duixian.contract.v1'>['category'] | null;
  /** 成交价, without service fee and deposit. */
  readonly priceFen: bigint | null;
  /** 核定技术交易额; never taken to be the price. */
  readonly technologyAmountFen: bigint | null;
  readonly instalments: readonly Instalment[];
  readonly struckOn: string | null;
  readonly signedOn: string | null;
  readonly registrationNo: string | null;
  readonly registeredOn: string | null;
  readonly relatedParties: boolean | null;
  readonly fiscallyFunded: boolean | null;
  readonly status: ('listed' | 'struck' | 'signed' | 'registered') | ('completed' | 'cancelled' | 'failed');
};

/** What a contract needs, and a deal has only later. */
const NEEDED = [
  ...(['category', 'priceFen', 'technologyAmountFen', 'signedOn', 'registeredOn'] as const),
  ...(['relatedParties', 'fiscallyFunded'] as const),
] as const;

/** A deal of which a contract can be made. */
export type RegistrableDeal = Deal & {
  readonly [Field in (typeof NEEDED)[number] | 'registrationNo']: NonNullable<Deal[Field]>;
} & { readonly buyers: readonly [Party, ...Party[]] };

/** The fields that a contract needs and this deal lacks, beside its registration number. */
export function fieldsLacking(deal: Deal): (keyof Deal)[] {
  const fields = NEEDED.filter((field) => deal[field] === null);
  return deal.buyers.length === 0 ? [...fields, 'buyers'] : fields;
}

export function isRegistrable(deal: Deal): deal is RegistrableDeal {
  return deal.registrationNo !== null && fieldsLacking(deal).length === 0;
}

/** Whether it came to nothing: 撤销, 解除, 流拍. */
export function isOff({ status }: Deal): boolean {
  return status === 'cancelled' || status === 'failed';
}

/** Whether it is a receipt, also one that went back. */
export function isMoney({ status }: Instalment): boolean {
  return status === 'received' || status === 'returned';
}
