import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@duixian/testing';
import { numbersOf } from '@duixian/testing/long-forms';
import { Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { historyOf, sendAll, twiceSome } from './partner.ts';

// Runs in a network namespace that the test creates: its changes to packets affect nobody else.

const SEED = 5;
const { factsWhileCutOff: FACTS, cuts: MOST_CUTS, cutSeconds: CUT_SECONDS } = numbersOf('storms');
/** The pause between two batches of a sender, so that facts flow during every cut. */
const PAUSE_MS = 5_000;
const BETWEEN_CUTS_MS = 2_000;
/** The most facts that may be in flight, except those that were just sent. */
const LITTLE = 50;
/** Whose packets are silently dropped, in both directions, for how long and what share of them. */
const CUTS = [
  { from: 'nats', seconds: 10, share: 1 },
  { from: 'mongod', seconds: 8, share: 1 },
  { from: 'awards.grpc', seconds: 5, share: 1 },
  { from: 'treasury.http', seconds: 5, share: 1 },
  { from: 'nats', seconds: 6, share: 0.1 },
  { from: 'mongod', seconds: 6, share: 0.1 },
] as const;
const taken = CUTS.filter((_, at) => at % (CUTS.length / MOST_CUTS) === 0);

execFileSync('ip', ['link', 'set', 'lo', 'up']);
const stage = await Stage.open();
try {
  await stage.treasuryDoes({ plan: { does: 'pay' } });
  const random = new Random(SEED);
  const storm = new AbortController();
  const items = random.shuffled(twiceSome(random, historyOf(SEED, FACTS)));
  const sending = sendAll(stage, items, storm.signal, PAUSE_MS);
  for (const { from, seconds: whole, share } of taken) {
    const seconds = Math.min(whole, CUT_SECONDS);
    await sleep(BETWEEN_CUTS_MS);
    const port = stage.addressOf(from).split(':')[1] ?? '';
    dropPackets('--append', port, share);
    await sleep(seconds * 1_000);
    dropPackets('--delete', port, share);
    const startedAt = performance.now();
    await stage.until(async () => (await stage.get('/v1/pending')).pending < LITTLE, 'facts to go on');
    const afterSeconds = Math.round((performance.now() - startedAt) / 1_000);
    console.error(
      `${share * 100}% of the packets of ${from} for ${seconds} s: at rest ${afterSeconds} s later`,
    );
  }
  storm.abort();
  await sending;
  console.log(JSON.stringify({ cuts: taken.length, ...(await whatIsWrong(stage)) }));
} finally {
  await stage.close();
}

function dropPackets(how: '--append' | '--delete', port: string, share: number): void {
  const some = share === 1 ? [] : ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];
  for (const end of ['--dport', '--sport'])
    execFileSync('iptables', [how, 'INPUT', '-p', 'tcp', end, port, ...some, '-j', 'DROP']);
}
