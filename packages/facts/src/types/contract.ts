import { isDay } from '@duixian/values';
import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { factType } from '../fact-type.ts';
import { day, fen, flag, oneOf, registrationNo, revision, text } from '../fields.ts';
import { party, partyOrNull } from '../party.ts';

const CONTRACT_CATEGORIES = ['development', 'transfer', 'licence', 'consulting', 'service'] as const;

/** A technology contract (技术合同) as registered at the exchange; articles 5, 6 and 10. */
export const contractFact = factType({
  type: 'duixian.contract.v1',
  owner: 'contracts',
  title: 'Technology contract (技术合同)',
  schema: z
    .strictObject({
      revision,
      category: oneOf(CONTRACT_CATEGORIES),
      title: text,
      signedOn: day,
      registeredOn: day,
      seller: party,
      buyer: party,
      intermediary: partyOrNull.describe('The institution that arranged the deal (技术转移机构), if any.'),
      totalAmountFen: fen,
      technologyAmountFen: fen.describe('核定技术交易额, at most totalAmountFen. Fen.'),
      relatedParties: flag,
      fiscallyFunded: flag,
      status: oneOf(['registered', 'voided']),
    })
    .check(
      crossCheck((value, report) => {
        const { signedOn, registeredOn, totalAmountFen, technologyAmountFen } = value;
        if (
          typeof signedOn === 'string' &&
          isDay(signedOn) &&
          typeof registeredOn === 'string' &&
          registeredOn < signedOn
        ) {
          report('registeredOn', `on or after signedOn, ${signedOn}`);
        }
        if (
          isAmount(totalAmountFen) &&
          isAmount(technologyAmountFen) &&
          technologyAmountFen > totalAmountFen
        ) {
          report('technologyAmountFen', `at most totalAmountFen, ${totalAmountFen}`);
        }
      }),
    ),
  subjectMustBe: (subject) =>
    registrationNo.safeParse(subject).success
      ? undefined
      : 'the registration number (合同登记编号), 14 or 16 digits',
});

export type ContractData = z.output<typeof contractFact.schema>;

function isAmount(value: unknown): value is bigint {
  return typeof value === 'bigint';
}
