import { expect, it } from '@jest/globals';
import type { StatementItem } from '../system/answers.ts';
import { itemInWords } from './statement-in-words.ts';

it('of names that look alike it says where they part', () => {
  const item = {
    ...{ class: 'different', orderId: 'R1-X', lines: [], repeatedLines: 0 },
    differences: [{ field: 'payee', here: '示例哈斯·曼公司', there: ['示例哈斯•曼公司'] }],
  } as unknown as StatementItem;
  expect(itemInWords(item)).toBe(
    'R1-X: different; payee 示例哈斯·曼公司 here, 示例哈斯•曼公司 there (there character 5 is U+2022 (•), where U+00B7 (·) would be right)',
  );
});
