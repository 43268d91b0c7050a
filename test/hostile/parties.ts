import type { Item } from '../e2e/items.ts';

export function party(uscc: string, parentUscc: string | null = null, name = `示例${uscc.slice(12)}`): Item {
  const data = { revision: 1, uscc, name, kind: 'enterprise', divisionCode: '410105', parentUscc };
  const type = 'duixian.party.v1';
  const time = '2019-01-02T09:00:00+08:00';
  return { specversion: '1.0', id: uscc, source: 'urn:test:bureau', type, subject: uscc, time, data };
}
