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
  example: {
    subject: '2017410100000001',
    data: {
      revision: 1,
      category: 'transfer',
      title: '速冻面点智能分拣技术（示例）',
      signedOn: '2017-04-10',
      registeredOn: '2017-05-11',
      seller: {
        uscc: '12410100EXAMPLE024',
        name: '郑州示例先进技术研究院',
        kind: 'research-institute',
        divisionCode: '410105',
      },
      buyer: {
        uscc: '91410100EXAMPLE07E',
        name: '郑州示例智能装备有限公司',
        kind: 'enterprise',
        divisionCode: '410100',
      },
      intermediary: {
        uscc: '91410100EXAMPLE032',
        name: '郑州示例技术转移有限公司',
        kind: 'enterprise',
        divisionCode: '410105',
      },
      totalAmountFen: 90_000_000,
      technologyAmountFen: 80_000_000,
      relatedParties: false,
      fiscallyFunded: false,
      status: 'registered',
    },
  },
  subjectMustBe: (subject) =>
    registrationNo.safeParse(subject).success
      ? undefined
      : 'the registration number (合同登记编号), 14 or 16 digits',
});

export type ContractData = z.output<typeof contractFact.schema>;

function isAmount(value: unknown): value is bigint {
  return typeof value === 'bigint';
}
