import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { openFacts } from '../send/facts-sources.ts';
import { type Counts, type Refusal, sendFacts } from '../send/send-facts.ts';
import { allPages } from '../system/all-pages.ts';
import type { Explanation, PaymentOrder } from '../system/answers.ts';
import { untilSettled } from '../system/settled.ts';
import type { SystemClient } from '../system/system-client.ts';
import { type People, showRun } from './show-run.ts';

const demoFolder = join(import.meta.dirname, '../../../../deploy/demo');
const settleTimeoutMs = 120_000;
const payTimeoutMs = 60_000;
const pollMs = 150;

export type Demonstration = {
  readonly counts: Counts;
  readonly explanations: readonly Explanation[];
  readonly orders: readonly PaymentOrder[];
};

/** Sends the demonstration facts, waits until straight-through orders are paid, and pays the rest by a payment run. */
export async function runDemonstration(
  people: People,
  report: (sentence: string) => void,
): Promise<Demonstration> {
  const client = people.preparer;
  const files = readdirSync(demoFolder).filter((name) => name.endsWith('.ndjson'));
  report(`Sending the demonstration facts (${files.length} files of deploy/demo) …`);
  // Orders that waited before are not the demonstration's, and it does not wait for them.
  const waitedBefore = new Set((await allOrders(client)).filter(isUnpaid).map(({ id }) => id));
  const refusals: Refusal[] = [];
  const counts = await sendFacts(client, openFacts(files.sort().map((name) => join(demoFolder, name))), {
    answered: () => {},
    refused: (refusal) => refusals.push(refusal),
  });
  if (refusals.length > 0) throw refusedFacts(refusals);
  const left = await untilSettled(client, settleTimeoutMs);
  if (left > 0) {
    throw new Problem(
      `After ${settleTimeoutMs / 1000} s, ${left} facts or messages have not reached accounts and payables. See ./duixian status, ./duixian dead-letters list and the logs.`,
      { exitCode: EXIT_CODES.attention },
    );
  }
  await untilPaid(client, waitedBefore);
  await showRun(people, report);
  const orders = await untilPaid(client, waitedBefore);
  for (const order of orders.filter(isUnpaid)) report(unpaidInWords(order));
  return { counts, explanations: await allExplanations(client), orders };
}

function refusedFacts(refusals: Refusal[]): Problem {
  const lines = refusals.map(({ file, line, faults }) => `${file}:${line}: ${faults[0]?.message}`);
  return new Problem(`Demonstration facts were refused:\n${lines.join('\n')}`, {
    exitCode: EXIT_CODES.attention,
  });
}

/** Waits for the treasury's payments, though not for ever: an order may wait for an officer, or take too long. */
async function untilPaid(client: SystemClient, waitedBefore: ReadonlySet<string>): Promise<PaymentOrder[]> {
  const deadline = performance.now() + payTimeoutMs;
  for (;;) {
    const orders = await allOrders(client);
    const isWaiting = orders.some((order) => isUnpaid(order) && !waitedBefore.has(order.id));
    if (!isWaiting || performance.now() > deadline) return orders;
    await sleep(pollMs);
  }
}

async function allOrders(client: SystemClient): Promise<PaymentOrder[]> {
  const orders: PaymentOrder[] = [];
  for await (const page of allPages(client, '/v1/orders', {})) orders.push(...page.orders);
  return orders;
}

function isUnpaid({ state }: PaymentOrder): boolean {
  return ['issued', 'sent', 'accepted'].includes(state);
}

function unpaidInWords({ id, state }: PaymentOrder): string {
  return `PaymentOrder ${id} is ${state} and not paid yet; the system goes on. ./duixian explain order ${id} shows it, and --no-demo starts without the demonstration.`;
}

async function allExplanations(client: SystemClient): Promise<Explanation[]> {
  const accounts: Explanation['account'][] = [];
  for await (const page of allPages(client, '/v1/accounts', {})) accounts.push(...page.accounts);
  return Promise.all(
    accounts.map(({ entity, year, group }) =>
      client.get('/v1/accounts/{entity}/{year}/{group}', { path: { entity, year, group } }),
    ),
  );
}
