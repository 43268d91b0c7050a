import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { City, type Item } from '@duixian/testing';
import { Stage } from '../../e2e/stage.ts';
import { inWords, median, rounded } from '../figures.ts';
import { Poster } from './poster.ts';
import { residentMiB } from './processes.ts';

type Options = { readonly facts: number; readonly claims: number; readonly json?: true };

const SENDERS = 4;
const BATCH = 500;
const PREVIEWS = 5;
/** Contracts are paid by the amount received, which is zero here: every account of them changes. */
const OTHER_READINGS = 'R5=paid';
const NO_TREASURY = 'http://127.0.0.1:9';
const WATCHED = ['awards', 'disbursement', 'gateway'] as const;

/**
 * What two persons look at before money moves: a preview of a decision that affects many claims, and a plan of a policy
 * that changes every contract of a city. Each is measured to the last byte of the response, with the forecast of
 * disbursement.
 */
export async function benchPlanning({ facts, claims, json }: Options): Promise<void> {
  const on = await mkdtemp(join(tmpdir(), 'duixian-bench-'));
  try {
    const previewed = await onStage({ on }, async (stage) => {
      await stage.treasuryDoes({ plan: { does: 'accept' } });
      const city = new City({ entities: 100_000, institutions: 50 });
      await sendAll(stage, city.standing());
      await sendAll(stage, undecided(city, claims));
      await sendAll(stage, cityFacts(city, facts - claims));
      await stage.settled();
      return previews(stage);
    });
    console.error(inWords(previewed));
    process.env['READINGS'] = OTHER_READINGS;
    // The sandbox keeps each order in memory, and could not start again with those of a whole city.
    const figures = await onStage({ on, treasuryUrl: NO_TREASURY }, async (stage) => ({
      ...previewed,
      ...(await planned(stage)),
    }));
    console.log(json ? JSON.stringify(figures) : inWords(figures));
  } finally {
    await rm(on, { recursive: true, force: true });
  }
}

/** The system is only stopped afterwards: its data remains for the next one. */
async function onStage<Result>(
  options: Parameters<typeof Stage.open>[0],
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stage = await Stage.open(options);
  try {
    await stage.settled();
    return await work(stage);
  } finally {
    await stage.system.stop();
  }
}

async function previews(stage: Stage): Promise<Record<string, number>> {
  const draft = {
    ...{ policy: 'zhengzhou-2017-61', provision: 'sharing-user', scope: { year: 2019 }, rate: '0.2' },
    ...{ decidedBy: 'bench', document: 'bench', reason: 'bench' },
  };
  const seconds: number[] = [];
  let claims = 0;
  for (let time = 0; time < PREVIEWS; time += 1) {
    const since = performance.now();
    claims = (await stage.post('/v1/decisions/preview', draft)).allClaims.count;
    seconds.push((performance.now() - since) / 1_000);
  }
  return { claimsOfPreview: claims, previewSeconds: rounded(median(seconds)) };
}

async function planned(stage: Stage): Promise<Record<string, number>> {
  const over = new AbortController();
  const peaks = Promise.all(WATCHED.map((name) => peakMiB(stage.pidOf(name), over.signal)));
  const since = performance.now();
  const lines = await stage.lines('/v1/policy/plan');
  const planSeconds = rounded((performance.now() - since) / 1_000, 1);
  over.abort();
  const { plan } = lines.at(-1);
  const named = (await peaks).map((mib, at) => [`peakMiB of ${WATCHED[at]}`, Math.round(mib)] as const);
  return { factsOfPlan: plan.facts, accounts: plan.accounts, planSeconds, ...Object.fromEntries(named) };
}

async function peakMiB(pid: number, over: AbortSignal): Promise<number> {
  let peak = 0;
  for (; !over.aborted; await sleep(200)) peak = Math.max(peak, residentMiB(pid));
  return peak;
}

/** In a city of 100,000 the users from here on own no instruments, and an invoice to oneself makes no claim. */
const FIRST_UNDECIDED = 901_000;

/** Invoices of 2019, for which no rate was decided. */
function* undecided(city: City, count: number): Generator<Item> {
  for (let index = 0; index < count; index += 1) {
    const invoice = city.invoice(FIRST_UNDECIDED + index);
    const data = { ...(invoice['data'] as object), issuedOn: '2019-03-01' };
    yield { ...invoice, time: '2019-03-02T08:00:00+08:00', data };
  }
}

/** Half contracts, half invoices: awards knows all of them. */
function* cityFacts(city: City, count: number): Generator<Item> {
  for (let index = 0; index < count; index += 1)
    yield index % 2 === 0 ? city.contract(index / 2) : city.invoice((index - 1) / 2);
}

async function sendAll(stage: Stage, items: Iterator<Item>): Promise<void> {
  const poster = new Poster(stage.system.url, stage.system.keys.adminKey);
  const send = async () => {
    for (let batch = take(items); batch.length > 0; batch = take(items)) await sendOne(poster, batch);
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
}

async function sendOne(poster: Poster, batch: readonly Item[]): Promise<void> {
  const { status, answer } = await poster.post('/v1/events', JSON.stringify(batch));
  const refused = answer.indexOf('"refused"');
  if (status !== 200 || refused >= 0)
    throw new Error(`${status} ${answer.slice(Math.max(refused, 0)).slice(0, 500)}`);
}

function take(items: Iterator<Item>): Item[] {
  const batch: Item[] = [];
  while (batch.length < BATCH) {
    const { value, done } = items.next();
    if (done) break;
    batch.push(value);
  }
  return batch;
}
