import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newLedger, payableOf } from '@duixian/disbursement/ledger/domain/ledger';
import { City } from '@duixian/testing';
import { MongoClient } from 'mongodb';
import { Stage } from '../../e2e/stage.ts';
import { rounded } from '../figures.ts';
import { ChainLoad } from './chain-load.ts';
import { OrderLog } from './order-log.ts';
import { cpuBetween, cpuOf, PARTS, residentMiB } from './processes.ts';

type Options = { lines: number; rate: number; json?: true };

const GROUP = 'ip-service';
const PROGRAMMES = `programmes:
  - { id: by-runs, name: 批次示例, groups: [${GROUP}], mode: runs, budgeted: true, publicityWorkingDays: 0 }
  - { id: awards, name: 直达示例, groups: ["*"], mode: straight-through, budgeted: false }
`;
const STEPS = ['publish', 'approve', 'issue'] as const;
const BATCH = 5_000;
const AMOUNT_FEN = 50_000n;
const ALONE_SECONDS = 10;

/**
 * A payment run of many lines, step by step, while facts flow: seconds per step, µs of CPU time per line (including
 * that of the facts), memory, and the effect on the latency of facts.
 */
export async function benchRuns({ lines, rate, json }: Options): Promise<void> {
  const programmesFile = join(tmpdir(), `programmes-${process.pid}.yaml`);
  writeFileSync(programmesFile, PROGRAMMES);
  const stage = await Stage.open({ programmesFile });
  const log = await OrderLog.open(stage);
  try {
    await stage.treasuryDoes({ plan: { does: 'accept' } });
    const city = new City({ entities: 100_000, institutions: 50 });
    const load = new ChainLoad(stage, city, log);
    await load.send([...city.standing()]);
    await loadLedgers(stage, lines);
    await stage.settled();
    const alone = await load.paced(rate, ALONE_SECONDS);
    const over = new AbortController();
    const peak = peakMemory(stage.pidOf('disbursement'), over.signal);
    const flowing = flow(load, rate, over.signal);
    const seconds = await wholeRun(stage, lines);
    over.abort();
    const meanwhileMs = await flowing;
    const figures = {
      lines,
      ...seconds,
      peakMiB: Math.round(await peak),
      p99AloneMs: rounded(alone.p99Ms, 1),
      p99MeanwhileMs: rounded(meanwhileMs, 1),
    };
    for (const [name, value] of Object.entries(figures)) console.log(`${name}: ${value}`);
    if (json) console.log(JSON.stringify(figures));
  } finally {
    await log.close();
    await stage.close();
  }
}

/** The seconds of each step, from the request until the payment run has changed its state. */
async function wholeRun(stage: Stage, lines: number): Promise<Record<string, number>> {
  const { adminKey, approverKey, treasuryKey } = stage.system.keys;
  const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
  const appropriatedFen = Number(AMOUNT_FEN) * lines;
  await ask(stage, treasuryKey, `/v1/budgets/${year}/by-runs`, { appropriatedFen });
  const draft = { id: 'BENCH', title: 'BENCH', programme: 'by-runs', groups: [], years: [], smallestFen: 0 };
  const steps = [await measured(stage, 'draft', lines, () => ask(stage, adminKey, '/v1/runs', draft))];
  for (const step of STEPS) {
    const key = step === 'approve' ? approverKey : adminKey;
    const begin = () => ask(stage, key, `/v1/runs/BENCH/${step}`, {});
    steps.push(await measured(stage, step, lines, begin));
  }
  const { issuedFen } = await stage.get('/v1/runs/BENCH');
  if (issuedFen !== appropriatedFen) throw new Error(`issued ${issuedFen} fen of ${appropriatedFen}`);
  return Object.assign({}, ...steps);
}

async function measured(
  stage: Stage,
  step: string,
  lines: number,
  begin: () => Promise<void>,
): Promise<Record<string, number>> {
  const before = cpuOf(stage);
  const startedAt = performance.now();
  await begin();
  while ((await stage.get('/v1/runs/BENCH')).step !== null) await sleep(50);
  const seconds = rounded((performance.now() - startedAt) / 1_000, 1);
  const used = cpuBetween(before, cpuOf(stage));
  const micros = PARTS.map((part) => [`${step}Micros ${part}`, Math.round(used[part] / lines)] as const);
  return { [`${step}Seconds`]: seconds, ...Object.fromEntries(micros) };
}

async function ask(stage: Stage, key: string, path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const request = { method: 'POST', headers, body: JSON.stringify({ ...body, document: 'bench' }) };
  const response = await fetch(`${stage.system.url}${path}`, request);
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
}

/** Facts as before, in periods of a few seconds; returns the worst p99 of them. */
async function flow(load: ChainLoad, rate: number, over: AbortSignal): Promise<number> {
  let worstMs = 0;
  while (!over.aborted) worstMs = Math.max(worstMs, (await load.paced(rate, ALONE_SECONDS)).p99Ms);
  return worstMs;
}

async function peakMemory(pid: number, over: AbortSignal): Promise<number> {
  let peakMiB = 0;
  for (; !over.aborted; await sleep(200)) peakMiB = Math.max(peakMiB, residentMiB(pid));
  return peakMiB;
}

/** Directly into the store of disbursement, as if awards had published it. */
async function loadLedgers(stage: Stage, count: number): Promise<void> {
  const client = await MongoClient.connect(stage.mongoUrl(), { useBigInt64: true });
  try {
    const ledgers = client.db('duixian_disbursement').collection<{ _id: string }>('ledgers');
    for (let at = 0; at < count; at += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, index) => ledgerOf(at + index));
      await ledgers.insertMany(batch, { ordered: false });
    }
  } finally {
    await client.close();
  }
}

function ledgerOf(index: number) {
  const { uscc, ...ledger } = newLedger(`RUN${String(index).padStart(15, '0')}`);
  const named = { ...ledger, name: `示例 ${index}`, version: 1 };
  const payable = payableOf({ uscc, ...named }, 2019, GROUP);
  return { _id: uscc, ...named, payables: [{ ...payable, entitledFen: AMOUNT_FEN, accountVersion: 1n }] };
}
