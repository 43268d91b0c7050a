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
 * receipt for each instalment that came in or went back. A number that it does not have any more is voided; money that it
 * does not show any more, or that no contract is registered for any more, is returned.
 */
export function factsOfDeal({ current, standing, registered, formerReceipts }: DealHistory): FactsOfDeal {
  const lacks = waits(current) ? fieldsLacking(current) : [];
  if (!standing) return { facts: [], lacks };
  const { registrationNo, revision } = standing;
  const left = registered.filter((deal) => deal.registrationNo !== registrationNo);
  const leftNumber = left.at(-1)?.registrationNo;
  const contract = contractNow(standing, registered, leftNumber);
  const number = contract?.subject ?? leftNumber;
  // What is only a deal, however it ended, is no fact, and neither is money that no contract was registered for.
  if (number === undefined) return { facts: [], lacks };
  const money = standing.instalments.filter(isMoney);
  // Which contract is known of a state that makes none itself depends on what arrived: its money counts for none.
  const isWhole = isRegistrable(standing);
  const gone = [...(isWhole ? [] : money), ...formerReceipts.map(({ instalment }) => instalment)];
  const facts = [
    ...left.map((deal) => takenBack(contractOf(deal, revision, 'voided'))),
    ...(contract ? [contract] : []),
    ...(isWhole ? money : []).map((instalment) => receiptOf(standing, instalment, number)),
    ...gone.map((instalment) =>
      takenBack(receiptOf(standing, { ...instalment, status: 'returned' }, number)),
    ),
  ];
  return { facts, lacks };
}

function takenBack(fact: DealFact): DealFact {
  return { ...fact, isTakenBack: true };
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
  return before && takenBack(contractOf(before, revision, 'voided', replaces));
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
