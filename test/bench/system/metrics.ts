import type { Stage } from '../../e2e/stage.ts';

const SERVICES = ['partners', 'institutions', 'contracts', 'metering', 'awards', 'disbursement'];

/**
 * How often the transactions of all services ran until they were committed, on average; 1 where there was no conflict.
 */
export function attemptsPerTransaction(stage: Stage): Promise<number> {
  return meanOf(stage, 'duixian_transaction_attempts');
}

/** How many messages a consumer found waiting, on average. */
export function messagesPerBatch(stage: Stage): Promise<number> {
  return meanOf(stage, 'duixian_batch_size');
}

async function meanOf(stage: Stage, histogram: string): Promise<number> {
  let sum = 0;
  let count = 0;
  for (const service of SERVICES) {
    const response = await fetch(`http://${stage.addressOf(`${service}.ops`)}/metrics`);
    for (const line of (await response.text()).split('\n')) {
      const value = Number(line.slice(line.lastIndexOf(' ') + 1));
      if (line.startsWith(`${histogram}_sum`)) sum += value;
      if (line.startsWith(`${histogram}_count`)) count += value;
    }
  }
  return sum / count;
}
