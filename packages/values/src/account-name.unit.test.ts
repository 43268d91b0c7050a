import { expect, it } from '@jest/globals';
import { isNameOf, nameDifference } from './account-name.ts';

it.each([
  [
    '示例哈斯•曼技术有限公司',
    '示例哈斯·曼技术有限公司',
    'character 5 is U+2022 (•), where U+00B7 (·) would be right',
  ],
  [
    '示例⽅圆（郑州）有限公司',
    '示例方圆(郑州)有限公司',
    'character 3 is U+2F45 (⽅), where U+65B9 (方) would be right',
  ],
  [
    '示例公司（郑州）\u200b',
    '示例公司(郑州)',
    "character 9 is U+200B (‹U+200B›), where the entity's name ends",
  ],
  ['示例 公司', '示例公司(郑州)', 'it ends where U+0028 (() would be right'],
  ['示 例 厂司', '示例公司', 'character 5 is U+5382 (厂), where U+516C (公) would be right'],
])('%j is not %j: %s', (accountName, entityName, difference) => {
  expect(isNameOf(accountName, entityName)).toBe(false);
  expect(nameDifference(accountName, entityName)).toBe(difference);
});

it.each(['示例（郑州）公司', ' 示例(郑州) 公司', '示例〔郑州〕公司'])(
  '%j is the name as another writes it',
  (name) => {
    expect(isNameOf(name, '示例(郑州)公司')).toBe(true);
  },
);
