import { dataToJson, type FactData } from '@duixian/facts';
import { defined } from '@duixian/values';
import {
  type Deal,
  fieldsLacking,
  type Instalment,
  isMoney,
  isOff,
  isRegistrable,
  type RegistrableDeal,
} from './deal.ts';
import { type DealHistory, waits } from './deal-history.ts';

export type DealFact = {
  readonly type: 'duixian.contract.v1' | 'duixian.receipt.v1';
  readonly subject: string;
  /** As JSON. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The registration number that this contract takes the place of (extension `dxreplaces`). */
  readonly replaces: string | undefined;
  /**
   * Voided or returned because the deal does not have it any more, by what earlier revisions said of it: so its content
   * depends on which of them arrived, and its effect does not.
   */
  readonly isTakenBack: boolean;
};

export type FactsOfDeal = {
  readonly facts: readonly DealFact[];
  /** Fields that a registered deal lacks: all of it waits for a higher revision that has them, and what stands stays. */
  readonly lacks: readonly (keyof Deal)[];
};

/**
 * The facts of a deal, all under the revision of its standing state: its contract once there is a registration number, a
 * receipt for each instalment that came in or went back. A number that it does not have any more is voided, and money that
 * it does not show any more is returned.
 */
export function factsOfDeal({ current, standing, registered, formerReceipts }: DealHistory): FactsOfDeal {
  const lacks = waits(current) ? fieldsLacking(current) : [];
  if (!standing) return { facts: [], lacks };
  const { registrationNo, revision } = standing;
  const left = registered.filter((deal) => deal.registrationNo !== registrationNo);
  const leftNumber = left.at(-1)?.registrationNo;
  const contract = contractNow(standing, registered, leftNumber);
  const number = contract?.subject ?? leftNumber;
  // What is only a deal, however it ended, is no fact, and neither is money that no contract is registered for.
  if (number === undefined) return { facts: [], lacks };
  const gone = formerReceipts.map(({ instalment }) => ({ ...instalment, status: 'returned' as const }));
  const facts = [
    ...left.map((deal) => ({ ...contractOf(deal, revision, 'voided'), isTakenBack: true })),
    ...(contract ? [contract] : []),
    ...standing.instalments.filter(isMoney).map((instalment) => receiptOf(standing, instalment, number)),
    ...gone.map((instalment) => ({ ...receiptOf(standing, instalment, number), isTakenBack: true })),
  ];
  return { facts, lacks };
}

/** Of the number that the deal has; one that came to nothing is voided by what is known of it. */
function contractNow(
  standing: Deal,
  registered: readonly RegistrableDeal[],
  replaces: string | undefined,
): DealFact | undefined {
  const { revision, registrationNo } = standing;
  if (isRegistrable(standing))
    return contractOf(standing, revision, isOff(standing) ? 'voided' : 'registered', replaces);
  const before = registered.find((deal) => deal.registrationNo === registrationNo);
  return before && { ...contractOf(before, revision, 'voided', replaces), isTakenBack: true };
}

function contractOf(
  deal: RegistrableDeal,
  revision: number,
  status: 'registered' | 'voided',
  replaces?: string,
): DealFact {
  const { registrationNo, listing, buyers, intermediary, intermediarySigned, priceFen } = deal;
  const { category, signedOn, registeredOn, seller, technologyAmountFen } = deal;
  const { relatedParties, fiscallyFunded } = deal;
  const data: FactData<'duixian.contract.v1'> = {
    ...{ revision, category, title: listing.title, signedOn, registeredOn, seller, buyer: buyers[0] },
    intermediary: intermediarySigned ? intermediary : null,
    ...{ totalAmountFen: priceFen, technologyAmountFen, relatedParties, fiscallyFunded, status },
  };
  return {
    ...{ type: 'duixian.contract.v1', subject: registrationNo, data: dataToJson(data) },
    ...{ replaces, isTakenBack: false },
  };
}

function receiptOf(
  { dealId, revision }: Deal,
  { id, receivedOn, amountFen, status }: Instalment,
  registrationNo: string,
): DealFact {
  const data: FactData<'duixian.receipt.v1'> = {
    ...{ revision, registrationNo, amountFen },
    receivedOn: defined(receivedOn ?? undefined, 'money that came in has its day'),
    status: status === 'returned' ? 'returned' : 'received',
  };
  return {
    ...{ type: 'duixian.receipt.v1', subject: `${dealId}/${id}` },
    ...{ data: dataToJson(data), replaces: undefined, isTakenBack: false },
  };
}
