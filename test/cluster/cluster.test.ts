import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { startReplica } from '@duixian/local';
import { isLong, numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { Balancer } from './balancer.ts';
import { ClusteredStage } from './clustered-stage.ts';
import { Flow } from './flow.ts';

const { leastFrozenSeconds } = numbersOf('cluster');
/** Much longer than any election takes. */
const FROZEN_MS = 60_000;
const PATIENCE_MS = 300_000;
/** No machine is back sooner after a power cut (docs/adr/0009-what-a-stream-stores-is-proven.md). */
const REBOOT_MS = 6_000;

/**
 * Facts flow while something happens to the servers; afterwards nothing may be wrong. Returns after how many seconds
 * facts flowed again.
 */
async function whileFactsFlow(
  { stage }: ClusteredStage,
  happens: (flow: Flow) => Promise<{ over(): Promise<void> }>,
): Promise<number> {
  const flow = new Flow(stage);
  await flow.start();
  await sleep(1_500);
  const { over } = await happens(flow);
  const seconds = await flow.secondsUntilItFlows();
  await over();
  await flow.end();
  const { wrong, orders } = await whatIsWrong(stage);
  expect(wrong).toEqual([]);
  expect(orders).toBeGreaterThan(5);
  return seconds;
}

/** It thaws when facts flow again, and at the latest when the system had long enough to do without it. */
function freeze(pid: number): { over(): Promise<void> } {
  process.kill(pid, 'SIGSTOP');
  const thaws = new AbortController();
  const atLeast = sleep(leastFrozenSeconds * 1_000);
  const thawed = sleep(FROZEN_MS, undefined, { signal: thaws.signal })
    .catch(() => {})
    .then(() => process.kill(pid, 'SIGCONT'));
  return {
    over: async () => {
      await atLeast;
      thaws.abort();
      await thawed;
    },
  };
}

/** A system that simply waits for a frozen member continues only when it thaws. */
function reportFrozen(event: string, seconds: number): void {
  report(event, seconds);
  expect(seconds * 1_000).toBeLessThan(FROZEN_MS);
}

/** Of the short form are those in which what is lost is neither restarted nor missed at once. */
const inLongForm = isLong('cluster') ? it : () => {};

function report(event: string, seconds: number): void {
  process.stderr.write(`  ${event}: facts flow again after ${seconds} s\n`);
}

describe('three members of MongoDB and of NATS, three replicas', () => {
  let clustered: ClusteredStage;
  beforeAll(async () => {
    clustered = await ClusteredStage.open({ replicas: 3 });
  }, PATIENCE_MS);
  afterAll(() => clustered.close(), PATIENCE_MS);

  inLongForm(
    'the primary of MongoDB is killed',
    async () => {
      const seconds = await whileFactsFlow(clustered, async () => {
        const primary = await clustered.cluster.mongo.primary();
        await primary.kill();
        return { over: () => primary.start() };
      });
      report('primary killed', seconds);
    },
    PATIENCE_MS,
  );

  it(
    'the primary of MongoDB freezes, and thaws when there is another',
    async () => {
      const seconds = await whileFactsFlow(clustered, async () => {
        const primary = await clustered.cluster.mongo.primary();
        return freeze(Number(primary.pid));
      });
      reportFrozen('primary frozen', seconds);
    },
    PATIENCE_MS,
  );

  inLongForm(
    'the member of NATS that leads the stream of facts is killed',
    async () => {
      const seconds = await whileFactsFlow(clustered, async () => {
        const leader = await clustered.leaderOf('FACTS');
        await leader.kill();
        return { over: () => leader.start() };
      });
      report('leader killed', seconds);
    },
    PATIENCE_MS,
  );

  inLongForm(
    'the member of NATS that leads every stream freezes, and everybody is connected to it',
    async () => {
      const leader = await clustered.gather();
      const seconds = await whileFactsFlow(clustered, async () => {
        return freeze(Number(leader.pid));
      });
      reportFrozen('leader frozen', seconds);
    },
    PATIENCE_MS,
  );

  inLongForm(
    'one of two processes of a register freezes',
    async () => {
      const { stage } = clustered;
      const contracts = await startReplica(stage.system, 'contracts');
      const balancer = await Balancer.listen([
        { address: stage.addressOf('contracts.grpc').trim(), opsAddress: stage.addressOf('contracts.ops') },
        {
          address: contracts.addresses['contracts.grpc'] ?? '',
          opsAddress: contracts.addresses['contracts.ops'] ?? '',
        },
      ]);
      const gateway = await startReplica(stage.system, 'gateway', { 'contracts.grpc': balancer.address });
      const pid = stage.pidOf('contracts');
      try {
        const seconds = await whileFactsFlow(clustered, async (flow) => {
          flow.url = gateway.url;
          await sleep(1_000);
          process.kill(pid, 'SIGSTOP');
          return { over: async () => void process.kill(pid, 'SIGCONT') };
        });
        report('register frozen', seconds);
      } finally {
        process.kill(gateway.pid, 'SIGTERM');
        process.kill(contracts.pid, 'SIGTERM');
        balancer.close();
      }
    },
    PATIENCE_MS,
  );

  inLongForm(
    'processes whose clock is an hour ahead die while NATS has no majority',
    async () => {
      const { stage, cluster } = clustered;
      const ahead = pathToFileURL(join(import.meta.dirname, 'an-hour-ahead.mjs')).href;
      const early = await Promise.all(
        ['contracts', 'awards', 'disbursement'].map((name) =>
          startReplica(stage.system, name, {}, { NODE_OPTIONS: `--import ${ahead}` }),
        ),
      );
      const gateway = await startReplica(stage.system, 'gateway', Object.assign({}, early[0]?.addresses));
      const seconds = await whileFactsFlow(clustered, async (flow) => {
        flow.url = gateway.url;
        const [first, second] = cluster.nats;
        await Promise.all([first?.kill(), second?.kill()]);
        await sleep(2_000);
        for (const { pid } of early) process.kill(pid, 'SIGKILL');
        flow.url = stage.system.url;
        process.kill(gateway.pid, 'SIGTERM');
        await Promise.all([first?.start(), second?.start()]);
        return { over: async () => {} };
      });
      report('clock ahead', seconds);
    },
    PATIENCE_MS,
  );
});

inLongForm(
  'the member of NATS that alone stores the streams loses what it had not synced, and nobody is connected to it',
  async () => {
    const clustered = await ClusteredStage.open({ replicas: 1 });
    try {
      const seconds = await whileFactsFlow(clustered, async () => {
        const store = await clustered.leaderOf('FACTS');
        const copy = `${store.storeDir}-copy`;
        // Awards is suspended, so that no consumer has received what is lost.
        process.kill(clustered.stage.pidOf('awards'), 'SIGSTOP');
        cpSync(store.storeDir, copy, { recursive: true });
        await sleep(1_500);
        await store.kill();
        rmSync(store.storeDir, { recursive: true });
        renameSync(copy, store.storeDir);
        await sleep(REBOOT_MS);
        await store.start();
        process.kill(clustered.stage.pidOf('awards'), 'SIGCONT');
        return { over: async () => {} };
      });
      report('power cut of the only store', seconds);
    } finally {
      await clustered.close();
    }
  },
  PATIENCE_MS,
);
