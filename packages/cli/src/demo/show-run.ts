import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalKeys, Problem } from '@duixian/local/folder';
import { formatYuan } from '@duixian/values';
import { allPages } from '../system/all-pages.ts';
import type { PaymentOrder, Run } from '../system/answers.ts';
import { untilStepDone } from '../system/run-step.ts';
import { SystemClient } from '../system/system-client.ts';

/** The persons of a payment run, each with a key of their own. */
export type People = {
  readonly preparer: SystemClient;
  readonly approver: SystemClient;
  readonly treasury: SystemClient;
};

/** The persons of a local system. */
export function localPeople(url: string, { adminKey, approverKey, treasuryKey }: LocalKeys): People {
  const client = (key: string) => new SystemClient({ url, key });
  return { preparer: client(adminKey), approver: client(approverKey), treasury: client(treasuryKey) };
}

const ID = 'DEMO-1';
const DOCUMENT = `示例文件 ${ID}`;
const PROGRAMME = 'recognised-institutions';
const BUDGET_FEN = 1_000_000_000;
const PATIENCE_MS = 60_000;

/**
 * The payment run of the demonstration, from the budget to the last payment. Steps of an earlier start are not
 * repeated, a budget of the treasury is kept, and a system with other programmes has no run.
 */
export async function showRun(people: People, report: (sentence: string) => void): Promise<void> {
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
  const { budgets } = await people.preparer.get('/v1/budgets', { query: { year } });
  const own = budgets.find(({ programme }) => programme === PROGRAMME);
  if (!own) return;
  if (own.appropriatedFen === 0n) {
    const body = { appropriatedFen: BUDGET_FEN, document: `示例预算〔${year}〕1号` };
    const path = { year, programme: PROGRAMME };
    await people.treasury.post('/v1/budgets/{year}/{programme}', { path, body });
  }
  const what = {
    id: ID,
    title: '技术转移机构认定奖补第一批（示例）',
    programme: PROGRAMME,
    groups: [],
    years: [],
  };
  const body = { ...what, smallestFen: 0, document: DOCUMENT };
  const drafted = await untilDone(people.preparer, await people.preparer.post('/v1/runs', { body }));
  if (drafted.state === 'closed') return;
  report(
    `Run (批次) ${ID} of ${PROGRAMME}: ${drafted.lines} entities, ${formatYuan(drafted.draftFen)} yuan open.`,
  );
  await step(people.preparer, 'publish');
  report(
    '  published (公示) by the preparer; the rule is five working days, here 0 by the setting publicityWorkingDays',
  );
  await step(people.approver, 'approve');
  const issued = await step(people.preparer, 'issue');
  report(`  approved (审批) by another person, and issued (签发): ${formatYuan(issued.issuedFen)} yuan`);
  await untilPaid(people.preparer);
  await step(people.preparer, 'close');
  report('  paid by the treasury, and closed (办结)');
}

async function step(client: SystemClient, what: 'publish' | 'approve' | 'issue' | 'close'): Promise<Run> {
  const begun = await client.post(`/v1/runs/{id}/${what}`, {
    path: { id: ID },
    body: { document: DOCUMENT },
  });
  return untilDone(client, begun);
}

function untilDone(client: SystemClient, begun: Run): Promise<Run> {
  return untilStepDone(client, begun, () => {});
}

/**
 * All orders must be paid: a rejected or returned one would wait for an officer, but the demonstration's treasury pays
 * all.
 */
async function untilPaid(client: SystemClient): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const orders: PaymentOrder[] = [];
    for await (const page of allPages(client, '/v1/orders', {})) orders.push(...page.orders);
    if (orders.filter(({ id }) => id.startsWith(`${ID}-`)).every(({ state }) => state === 'paid')) return;
    if (performance.now() > deadline)
      throw new Problem(
        `After ${PATIENCE_MS / 1000} s the orders of ${ID} are not paid: see ./duixian runs show ${ID}`,
      );
    await sleep(150);
  }
}
