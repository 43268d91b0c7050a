import { ID, NAME, TEXT } from '@duixian/values';
import { expect, it } from '@jest/globals';
import { personFaults, textFault } from './request-faults.ts';

it.each([
  ['', TEXT, 'reason: why'],
  ['账号\u200b已改正', TEXT, 'reason: it must be a text without invisible signs; U+200B is character 3'],
  ['长'.repeat(501), TEXT, 'reason: it must be a text of at most 500 characters; this one has 501'],
  ['𠮷'.repeat(500), TEXT, false],
  [
    'BANK-1 ',
    ID,
    'reason: it must be a text that begins and ends with no white space; U+0020 is character 7',
  ],
  [
    'BANK-１',
    ID,
    "reason: it must be a text in Unicode's form NFKC; U+FF11 is character 6, where U+0031 would be right",
  ],
  ['第一批', NAME, false],
] as const)('%j', (text, rule, fault) => {
  expect(textFault('reason', text, 'why', rule)).toBe(fault);
});

it('a paper is a text too', () => {
  expect(personFaults({ by: 'ann', document: '批\u0000' }).filter(Boolean)).toEqual([
    'document: it must be a text without control characters; U+0000 is character 2',
  ]);
});
