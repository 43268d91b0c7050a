import { meteringV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import type { Services } from '../services.ts';
import { listUsage } from './list-totals.ts';

it('answers a page with a total beyond exact figures, without its figure', async () => {
  const total = { ...meteringV1.UsageTotal.decode(new Uint8Array()), records: 902n };
  const totals = [
    { ...total, feeFen: 902n * 9_999_999_999_999n },
    { ...total, feeFen: 5n },
  ];
  const services = { metering: { listUsageTotals: async () => ({ totals, next: '' }) } };
  const asked = { key: { read: true, entities: new Set() }, query: { limit: 10 } };
  const answer = await listUsage.handle(
    asked as unknown as Parameters<typeof listUsage.handle>[0],
    services as unknown as Services,
  );
  expect(answer).toMatchObject({ totals: [{ feeFen: null, records: 902 }, { feeFen: 5 }] });
  listUsage.answer?.parse(answer);
});
