import { expect, it } from '@jest/globals';
import { demandLetterOf } from './demand-letter.ts';

const OFFICE = { name: '市科技局', objectionsTo: '市科技局', returnMoneyTo: '财政专户 1001' };
const wordsOf = () => ({ article: '第五条', titleZh: '奖补', textZh: '按成交额给予奖补' });
const books = { paidFen: 100n, nettedOutFen: -20n, receivedFen: 5n, writtenOffFen: 15n };

it.each([
  ['nothing is under way', 10n, 50n, 0n],
  ['an order is under way for a part of what is due', 10n, 57n, 7n],
  ['an order is under way for more than is due', 10n, 60n, 10n],
])('the terms make the demand where %s', (_, entitledFen, demandedFen, underWayFen) => {
  const line = { year: 2018, group: 'g', fen: demandedFen, entitledFen, ...books };
  const letter = demandLetterOf(
    {
      ...{ id: 'X-D1', version: 1, entity: 'X', name: '某公司', state: 'demanded', dueOn: '2026-12-31' },
      ...{ receivedFen: 0n, writtenOffFen: 0n },
      lines: [line],
      demandedFen,
      reason: '合同已作废',
      notes: [
        {
          event: 'demand',
          fen: demandedFen,
          id: '',
          by: 'wang',
          at: new Date('2026-03-01T20:00:00Z'),
          document: 'd',
        },
      ],
    },
    wordsOf,
    OFFICE,
  );
  expect(letter).toMatchObject({ date: '2026-03-02', documentNo: 'd', payTo: '财政专户 1001' });
  const [made] = letter.lines;
  expect(made).toMatchObject({ underWayFen, nettedFen: 20n, demandedFen, ground: '合同已作废' });
});
