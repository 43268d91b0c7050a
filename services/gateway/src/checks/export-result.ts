import { accountJson, claimJson } from '@duixian/answers';
import * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import { reading } from '@duixian/runtime';
import { endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import { payableJson } from '../payables/json.ts';
import type { Services } from '../services.ts';

const PAGE = 1_000;

export const exportResult = endpoint(api.exportResult, async (_, services) => {
  return streamFrom(resultLines(services));
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
