import { expect, it } from '@jest/globals';
import { suggestedParties } from './unit-suggestions.ts';

const FIRM = {
  uscc: '91410100EXAMPLE21X',
  name: '郑州示例精密机械有限公司',
  kind: 'enterprise',
  divisionCode: '410100',
} as const;

it.each<[string, boolean]>([
  ['郑州示例精密机械有限公司研发部', true],
  ['郑州示例精密机械有限公司 第一研究室', true],
  ['郑州示例精密机械有限公', true],
  ['郑州示例精密机器有限公司', true],
  ['郑州市示例精密机械有限公司', true],
  ['郑州示例精密机械有限公司', false],
  ['郑州示例精密机械有限公司洛阳', false],
  ['郑州示范精密机器有限公司', false],
  ['洛阳示例', false],
])('for %s the party is suggested: %s', (unit, isSuggested) => {
  expect(suggestedParties(unit, [FIRM, { ...FIRM, unit: 'U1' }])).toEqual(isSuggested ? [FIRM] : []);
});
