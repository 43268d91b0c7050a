import { setTimeout as sleep } from 'node:timers/promises';
import { type Fact, readItem } from '@duixian/facts';
import { claimsOf, fillAccounts, loadPolicy } from '@duixian/policy';
import type { City, Item } from '@duixian/testing';
import type { Stage } from '../../e2e/stage.ts';
import type { ChainLoad } from './chain-load.ts';

/** Separate contracts, far from those of the chains. */
const FIRST = 900_000;
const OTHERS_AT_ONCE = 10;
const BETWEEN_OTHERS_MS = 100;

/**
 * Seconds until a recognition that arrives last has invalidated and recomputed all the contracts of its institution,
 * while a hundred others a second flow.
 */
export async function measureLargeInvalidation(
  stage: Stage,
  city: City,
  load: ChainLoad,
  contracts: number,
): Promise<number> {
  const intermediary = city.lateInstitution;
  const arranged = Array.from({ length: contracts }, (_, at) => city.contract(FIRST + at, { intermediary }));
  const recognition = city.recognition('R-late', intermediary);
  const { year, group, claimedFen } = accountOf(intermediary, [...arranged, recognition]);
  await load.send(arranged);
  await stage.settled();
  const over = new AbortController();
  const others = sendOthers(city, load, FIRST + contracts, over.signal);
  const startedAt = performance.now();
  await load.send([recognition]);
  await stage.until(async () => {
    const answer = await stage.get(`/v1/accounts?entity=${intermediary}&year=${year}&group=${group}`);
    return answer.accounts[0]?.claimedFen === Number(claimedFen);
  }, 'a recognition to reach all contracts');
  const seconds = (performance.now() - startedAt) / 1_000;
  over.abort();
  await others;
  await stage.settled();
  return seconds;
}

function accountOf(entity: string, items: readonly Item[]) {
  const policy = loadPolicy('zhengzhou-2017-61');
  const facts = items.map((item) => (readItem(item, 0) as { fact: Fact }).fact);
  const account = fillAccounts(policy, claimsOf(policy, facts)).find(
    (one) => one.entity === entity && one.group === 'facilitation',
  );
  if (!account) throw new Error(`${entity} earns nothing`);
  return account;
}

async function sendOthers(city: City, load: ChainLoad, first: number, over: AbortSignal): Promise<void> {
  for (let index = first; !over.aborted; index += OTHERS_AT_ONCE) {
    await load.send(Array.from({ length: OTHERS_AT_ONCE }, (_, at) => city.contract(index + at)));
    await sleep(BETWEEN_OTHERS_MS);
  }
}
