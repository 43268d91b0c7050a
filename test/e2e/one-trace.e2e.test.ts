import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, USCC } from './items.ts';
import { Stage } from './stage.ts';
import { TraceCollector } from './trace-collector.ts';

let collector: TraceCollector;
let stage: Stage;

beforeAll(async () => {
  collector = await TraceCollector.open();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.url;
  process.env['OTEL_BSP_SCHEDULE_DELAY'] = '200';
  stage = await Stage.open();
}, 120_000);

afterAll(async () => {
  await stage?.close();
  await collector?.close();
});

it('one trace leads from the request over gRPC, MongoDB and NATS to the order at the treasury and its status', async () => {
  const traceId = randomBytes(16).toString('hex');
  const response = await stage.request('/v1/events', {
    method: 'POST',
    headers: {
      'content-type': 'application/cloudevents+json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    },
    body: JSON.stringify(contract(1, {})),
  });
  expect(response.status).toBe(200);
  await stage.settledOrders(USCC.optics, 1);
  const own = () => collector.spans.filter((span) => span.traceId === traceId);
  const services = () => [...new Set(own().map(({ service }) => service))].sort();
  const expected = ['awards', 'contracts', 'disbursement', 'gateway'];
  await stage.until(
    async () => expected.every((service) => services().includes(service)),
    `spans of ${expected}, not only ${services()}`,
  );
  const names = own().map(({ service, name }) => `${service}: ${name}`);
  expect(names).toContainEqual(expect.stringMatching(/^gateway: .*\/v1\/events/));
  expect(names).toContainEqual(expect.stringMatching(/^contracts: .*Record/));
  expect(names).toContainEqual(expect.stringMatching(/^gateway: .*Record/));
  expect(names).toContainEqual('contracts: insert things');
  expect(names).toContainEqual('awards: process duixian.facts.contracts.contract');
  expect(names).toContainEqual('disbursement: process duixian.entitlements.changed');
});
