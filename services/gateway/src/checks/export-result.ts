import type { awardsV1 } from '@duixian/proto';
import { z } from 'zod';
import { accountJson, accountSchema } from '../accounts/json.ts';
import { claimJson, claimSchema } from '../claims/json.ts';
import { endpoint } from '../http/endpoint.ts';
import { reading, streamFrom } from '../http/streams.ts';
import { payableJson, payableSchema } from '../payables/json.ts';
import type { Services } from '../services.ts';

const PAGE = 1_000;

export const exportResult = endpoint({
  method: 'GET',
  path: '/v1/result',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'Policy and readings, then all accounts, all claims and all payables, one to a line',
  summaryZh: '导出全部账户、奖补事项与应付',
  description:
    'For `duixian verify`, where fingerprints differ. Claims come without what the cap left of them.',
  answer: z.union([
    z.strictObject({ policy: z.string(), readings: z.record(z.string(), z.string()) }),
    z.strictObject({ account: accountSchema }),
    z.strictObject({ claim: claimSchema }),
    z.strictObject({ payable: payableSchema }),
  ]),
  streams: 'application/x-ndjson',
  problems: ['unavailable'],
  async handle(_, services) {
    return streamFrom(resultLines(services));
  },
});

async function* resultLines(services: Services): AsyncGenerator<string> {
  yield* entitlementLines(services);
  yield* payableLines(services);
}

async function* entitlementLines({ awards }: Services): AsyncGenerator<string> {
  for await (const { policy, readings, accounts, claims } of reading<awardsV1.ExportResultResponse>(
    awards.exportResult({}),
  )) {
    yield linesOf([
      ...(policy ? [{ policy, readings }] : []),
      ...accounts.map((account) => ({ account: accountJson(account) })),
      ...claims.map((claim) => ({ claim: claimJson(claim) })),
    ]);
  }
}

async function* payableLines({ disbursement }: Services): AsyncGenerator<string> {
  let after = '';
  do {
    const { payables, next } = await disbursement.listPayables({ entity: '', after, limit: PAGE });
    yield linesOf(payables.map((payable) => ({ payable: payableJson(payable) })));
    after = next;
  } while (after !== '');
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
