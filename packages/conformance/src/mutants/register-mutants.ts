import type { FileRuleId } from '../file/rules.ts';
import { data, every, type Fields, type FilePatch, inParty, one } from './file-patch.ts';
import type { Mutants } from './mutant.ts';
import type { Item } from './right-facts.ts';

/** Of exchanges and platforms. */
export const REGISTER_MUTANTS = {
  'E-02': [
    {
      about: 'writes numbers with an exponent',
      patch: one('contract', (item) => ({ ...item, subject: '2.0194101E+15' })),
    },
    { about: 'loses the last digit of each', patch: { items: (items) => items.map(withLostDigit) } },
  ],
  'E-07': [
    {
      about: 'exchanges the columns of amounts',
      patch: every('contract', (item) =>
        data({
          totalAmountFen: item.data['technologyAmountFen'],
          technologyAmountFen: item.data['totalAmountFen'],
        })(item),
      ),
      // Both revisions of the record that came again are refused.
      others: { 'F-10': 'SKIPPED' },
    },
    {
      about: 'exchanges the columns of days',
      patch: one('contract', data({ signedOn: '2019-04-08', registeredOn: '2019-03-18' })),
    },
  ],
  'E-08': [
    {
      about: 'writes CN for a party from abroad',
      patch: one('contract', inParty('seller', { country: 'CN' }), isFromAbroad),
    },
    {
      about: 'gives it a division',
      patch: one('contract', inParty('seller', { divisionCode: '410100' }), isFromAbroad),
    },
  ],
  'E-11': [
    {
      about: 'computes fen with floats',
      patch: one('receipt', data({ amountFen: 0.07 * 1_000_000 + 1e-11 })),
      others: { 'F-05': 'FAILED' },
    },
    { about: 'cuts floats', patch: one('receipt', data({ amountFen: 28_999_999 })), status: 'WARNING' },
  ],
  'P-02': [
    {
      about: 'ends on the day it begins',
      patch: one(
        'usage',
        data({ startedAt: '2018-12-31T00:00:00+08:00', endedAt: '2018-12-31T00:00:00+08:00' }),
      ),
    },
  ],
  'P-03': [{ about: 'writes quantity as a number', patch: one('usage', data({ quantity: 8.5 })) }],
  'P-09': [
    { about: 'is paid at issue', patch: every('invoice', data({ status: 'paid' })) },
    { about: 'was paid more than it charges', patch: one('invoice', data({ paidAmountFen: 999_999_999 })) },
    { about: 'is never paid', patch: every('invoice', data({ status: 'issued' })), status: 'WARNING' },
  ],
  'P-10': [{ about: 'bills a use twice', patch: every('invoice', data({ usageIds: ['EXAMPLE-USE-1'] })) }],
  'P-11': [
    {
      about: 'writes numbers with an exponent',
      patch: one('invoice', (item) => ({ ...item, subject: '1.84E+19' })),
    },
    {
      about: 'sends eight digits alone',
      patch: one('invoice', (item) => ({ ...item, subject: '12345678' })),
    },
    { about: 'loses five digits of each', patch: { items: (items) => items.map(withLostDigits) } },
    {
      about: 'has numbers of another length',
      patch: every('invoice', (item) => ({ ...item, subject: `${item['subject']}`.slice(1) })),
      status: 'WARNING',
    },
  ],
  'P-12': [
    {
      about: 'fills zeros in',
      patch: one('usage', inParty('user', { uscc: '000000000000000000' })),
      others: { 'F-08': 'FAILED' },
    },
    {
      about: 'has one code for all units that it does not know',
      patch: {
        items: (items) =>
          items.map((item, index) =>
            item['type'] === 'duixian.usage.v1'
              ? inParty('user', { name: `郑州示例其他${index}有限公司` })(item)
              : item,
          ),
      },
      status: 'WARNING',
    },
  ],
  'P-13': [
    {
      about: 'has the applicant in name',
      patch: every('usage', inParty('user', { name: '王小明' })),
      status: 'WARNING',
    },
    {
      about: 'has a mobile number in name',
      patch: one('instrument', data({ name: '电镜（张老师 13800138000）' })),
    },
    { about: 'has a telephone in name', patch: one('instrument', data({ model: 'SEM 0371-67890000' })) },
    { about: 'has an e-mail address', patch: one('instrument', data({ model: 'SEM, lab@example.com' })) },
    {
      about: 'names uses by identity cards',
      patch: one('usage', (item) => ({ ...item, subject: '11010519491231002X' })),
    },
    {
      about: 'names uses by mobile numbers',
      patch: one('usage', (item) => ({ ...item, subject: '13800138000' })),
      status: 'WARNING',
    },
  ],
} as const satisfies Partial<Mutants<FilePatch, FileRuleId>>;

function isFromAbroad({ data: { seller } }: Item): boolean {
  return (seller as Fields)['uscc'] === null;
}

/** Through a double of fifteen digits, in contracts and in what names them. */
function withLostDigit(item: Item): object {
  if (item['type'] === 'duixian.contract.v1')
    return { ...item, subject: `${item['subject']}`.replace(/\d$/, '0') };
  if (item['type'] !== 'duixian.receipt.v1') return item;
  return data({ registrationNo: `${item.data['registrationNo']}`.replace(/\d$/, '0') })(item);
}

function withLostDigits(item: Item): object {
  if (item['type'] !== 'duixian.invoice.v1') return item;
  // Two numbers that are alike without their last digits would be one invoice.
  return { ...item, subject: `194120000000${`${item['subject']}`.slice(-1)}0000000` };
}
