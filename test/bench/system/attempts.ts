import type { Stage } from '../../e2e/stage.ts';

const SERVICES = ['institutions', 'contracts', 'metering', 'awards', 'disbursement'];
const SUM = /^duixian_transaction_attempts_sum(?:\{[^}]*\})? (\S+)/m;
const COUNT = /^duixian_transaction_attempts_count(?:\{[^}]*\})? (\S+)/m;

/** How often the transactions of all services ran until they were committed, on average; 1 where nobody met anybody. */
export async function attemptsPerTransaction(stage: Stage): Promise<number> {
  let attempts = 0;
  let transactions = 0;
  for (const service of SERVICES) {
    const response = await fetch(`http://${stage.addressOf(`${service}.ops`)}/metrics`);
    const metrics = await response.text();
    attempts += Number(SUM.exec(metrics)?.[1] ?? 0);
    transactions += Number(COUNT.exec(metrics)?.[1] ?? 0);
  }
  return attempts / transactions;
}
