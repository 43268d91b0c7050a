import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '@duixian/testing';
import { Stage } from '../e2e/stage.ts';
import { whatIsWrong } from '../e2e/what-is-wrong.ts';
import { forgetAwards, loseNats, NatsCopies } from './losses.ts';
import { historyOf, sendAll, twiceSome } from './partner.ts';

const PARTS = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
  'treasury',
  'gateway',
  'nats-server',
  'mongod',
] as const;
/** A treasury that sends everything twice, that answers late, or only when it is asked again. */
const BEHAVIOUR = {
  plan: { does: 'pay', repeat: 2 },
  rules: [
    { every: 5, plan: { does: 'pay', dropAnswers: 2 } },
    { every: 3, plan: { does: 'pay', delayMs: 700 } },
  ],
};
/** The same, except that it never answers for one order in eleven: the other orders of such a request wait too. */
const SILENCE = {
  ...BEHAVIOUR,
  rules: [{ every: 11, plan: { does: 'pay', dropAnswers: 1_000_000 } }, ...BEHAVIOUR.rules],
};

export type CrashOptions = {
  readonly seed: number;
  readonly facts: number;
  readonly kills: number;
  report(sentence: string): void;
};

/** What the run did to the system, and everything that is wrong afterwards: empty when nothing is lost or doubled. */
export type CrashTally = {
  readonly seed: number;
  readonly facts: number;
  readonly kills: Record<string, number>;
  readonly natsLosses: number;
  readonly orders: number;
  readonly wrong: string[];
};

/**
 * Thousands of facts flow through the real processes while these are killed at moments that the seed chooses, and NATS
 * loses what it had not synced. Then NATS loses everything, then awards does. After each, the result must be as if
 * nothing had happened.
 */
export async function crashRun({ seed, facts, kills, report }: CrashOptions): Promise<CrashTally> {
  const random = new Random(seed);
  const stage = await Stage.open();
  const tally = {
    seed,
    facts,
    kills: {} as Record<string, number>,
    natsLosses: 0,
    orders: 0,
    wrong: [] as string[],
  };
  try {
    await stage.treasuryDoes(SILENCE);
    const items = random.shuffled(twiceSome(random, historyOf(seed, facts)));
    const storm = new AbortController();
    const sending = sendAll(stage, items, storm.signal);
    await killForAWhile(stage, random, kills, tally);
    storm.abort();
    await sending;
    await stage.until(async () => {
      await stage.treasuryDoes(BEHAVIOUR);
      return true;
    }, 'the treasury to be told to answer');
    await check(stage, 'after the kills', tally);
    report(`seed ${seed}: ${kills} kills and ${tally.natsLosses} losses of NATS are over`);

    await loseNats(stage);
    tally.natsLosses += 1;
    await republish(stage);
    await check(stage, 'after NATS lost everything', tally);

    await forgetAwards(stage);
    await republish(stage);
    await check(stage, 'after awards lost everything', tally);
    return tally;
  } finally {
    await stage.close();
  }
}

async function killForAWhile(
  stage: Stage,
  random: Random,
  kills: number,
  tally: CrashTally & { natsLosses: number },
) {
  const copies = new NatsCopies(stage);
  try {
    for (let killed = 0; killed < kills; ) {
      await sleep(100 + random.below(900));
      const part = random.pick(PARTS);
      if (!stage.isRunning(part)) continue;
      if (part === 'nats-server' && random.isTrue(0.7) && copies.putBack()) tally.natsLosses += 1;
      else process.kill(stage.pidOf(part), 'SIGKILL');
      tally.kills[part] = (tally.kills[part] ?? 0) + 1;
      killed += 1;
    }
  } finally {
    copies.end();
  }
}

async function republish(stage: Stage): Promise<void> {
  await stage.until(async () => {
    await stage.post('/v1/republish', {});
    return true;
  }, 'every service to say again what it holds');
}

async function check(stage: Stage, when: string, tally: CrashTally & { orders: number }): Promise<void> {
  const { wrong, orders } = await whatIsWrong(stage);
  tally.orders = orders;
  tally.wrong.push(...wrong.map((what) => `${when}: ${what}`));
}
