import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import type { Options } from './run.ts';

const RUN = fileURLToPath(new URL('run.ts', import.meta.url));
const HISTORIES = 24;
const TWICE = 3;
/** After so many a fault that was put in counts as missed. */
const MOST_UNTIL_FOUND = 120;

/** What no set of so many histories may leave out: what never happens is not tried. */
const PLACES = [
  ...['draft', 'publish', 'object', 'uphold', 'approve', 'issue', 'cancel', 'close'],
  ...['propose', 'confirm', 'budget', 'release', 'resolve', 'demand', 'receive'],
].map((act) => `${act}: done`);
const REFUSALS = [
  'approve: run …: its publicity (公示) is not over',
  'approve: run …: there is no such run',
  'publish: run … is beyond the budget by # yuan',
  'confirm: who proposed an account does not confirm it',
  'release: order … cannot be released',
  'demand: entity …: later payables may settle it still',
];
const ELSEWHERE = [
  ...['accepted', 'paid', 'rejected', 'returned', 'refused-by-treasury', 'contradiction'].map(
    (status) => `status: ${status}`,
  ),
  ...['said late', 'sent twice', 'order anew', 'pressed twice', 'asked for by two'],
  ...['order straight through', 'order by a run', 'facts sent again', 'line: no-payee'],
  ...['ordering suspended', 'ordering resumed', 'statement reconciled', 'statement half read'],
  ...[
    ...['institutions', 'contracts', 'metering'].map((service) => `restored: ${service}`),
    'sent again after a restore',
    'NATS lost everything',
    'NATS: disconnected',
    'NATS: unsynced messages lost',
    'NATS: delivered once more',
  ],
  ...[
    'MongoDB: network before',
    'MongoDB: network after',
    'MongoDB: stepdown',
    'MongoDB: transactions expire',
  ],
  ...['institutions', 'contracts', 'metering', 'awards', 'disbursement'].map(
    (service) => `killed: ${service}`,
  ),
];
/** Each with a seed near which it is found. */
const SABOTAGES: readonly (readonly [string, number])[] = [
  ['agreement', 6],
  ['ledgers', 11],
  ['orders', 89],
  ['late marks', 23],
  ['bytes of messages', 1],
  ['crash loop', 1],
  ['suspension by states', 60],
  ['dates of branches', 46],
  ['versions after a restore', 1],
  ['missing after a restore', 1],
];

type Answer = { wrong: number | string[]; seed?: number; tally?: Record<string, number> };

it(`${HISTORIES} histories by seed end as replay says, settled to the fen, and go everywhere`, async () => {
  const { wrong, tally = {} } = await simulated({ seeds: HISTORIES, first: 1 });
  expect(wrong).toBe(0);
  const kinds = Object.keys(tally);
  const missing = [...PLACES, ...REFUSALS, ...ELSEWHERE].filter(
    (place) => !kinds.some((kind) => kind.startsWith(place)),
  );
  expect(missing).toEqual([]);
}, 180_000);

it('the same seed is the same story', async () => {
  expect((await simulated({ seeds: TWICE, first: 101, twice: true })).wrong).toBe(0);
}, 120_000);

it.each(SABOTAGES)(
  'sees "%s"',
  async (sabotage, first) => {
    const { wrong } = await simulated({ seeds: MOST_UNTIL_FOUND, first, sabotage });
    expect(wrong).not.toBe(0);
  },
  180_000,
);

async function simulated(options: Options): Promise<Answer> {
  const child = spawn(process.execPath, [RUN, JSON.stringify({ ...options, json: true })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return JSON.parse(output) as Answer;
}
