import { performance } from 'node:perf_hooks';
import { City, testUsccs } from '@duixian/testing';
import type { Item } from '../../e2e/items.ts';
import { Stage } from '../../e2e/stage.ts';
import { Neighbour, p99Of } from '../../hostile/neighbour.ts';
import { party } from '../../hostile/parties.ts';
import { inWords, rounded } from '../figures.ts';
import { cpuBetween, cpuOf, residentMiB } from './processes.ts';

const BATCH = 1_000;
const QUIET_MS = 20_000;
const LATE = 10;

type Options = { readonly branches: number; readonly paid: number; readonly json?: true };

/**
 * One parent and its branches (分公司), sent in batches of a thousand by one sender, while another sends single facts: how
 * long until everything has settled, and how much longer the other sender waits for its responses than before.
 */
export async function benchBranches({ branches, paid, json }: Options): Promise<void> {
  const stage = await Stage.open();
  try {
    const neighbour = new Neighbour(stage);
    const figures = await measure(stage, neighbour, branches, paid).finally(() => neighbour.close());
    process.stdout.write(`${json ? JSON.stringify(figures) : inWords(figures)}\n`);
  } finally {
    await stage.close();
  }
}

async function measure(
  stage: Stage,
  neighbour: Neighbour,
  count: number,
  paid: number,
): Promise<Record<string, number>> {
  // Far from the city's own codes.
  const [parent = '', ...branches] = testUsccs(count + 10_001).slice(10_000);
  const city = new City({ entities: 1, institutions: 1 });
  await stage.send(...([...city.standing()] as Item[]));
  const contracts = branches.slice(0, paid).map((uscc, index) => contractOf(city, uscc, index));
  if (contracts.length > 0) await stage.send(...contracts);
  await stage.settled();
  await neighbour.measure(QUIET_MS / 2);
  const quiet = await neighbour.measure(QUIET_MS);
  const before = cpuOf(stage);
  const took = { sendingS: 0, settlingS: 0 };
  const during = await neighbour.measure(0, async () => {
    const since = performance.now();
    await stage.send(party(parent));
    for (let at = 0; at < branches.length; at += BATCH)
      await stage.send(...branches.slice(at, at + BATCH).map((uscc) => party(uscc, parent)));
    const sent = performance.now();
    await stage.settled();
    took.sendingS = (sent - since) / 1_000;
    took.settlingS = (performance.now() - sent) / 1_000;
  });
  const cpu = cpuBetween(before, cpuOf(stage));
  const late = await lateContracts(stage, city, branches);
  return {
    'seconds of sending': rounded(took.sendingS),
    'seconds from the last request until pending is 0': rounded(took.settlingS),
    "p99 of another's answers before, ms": p99Of(quiet.tookMs),
    "p99 of another's answers meanwhile, ms": p99Of(during.tookMs),
    'requests of the other that failed': quiet.failed.length + during.failed.length,
    ...late,
    ...Object.fromEntries(Object.entries(cpu).map(([part, us]) => [`CPU s of ${part}`, rounded(us / 1e6)])),
    'MiB of disbursement': Math.round(residentMiB(stage.pidOf('disbursement'))),
    'MiB of awards': Math.round(residentMiB(stage.pidOf('awards'))),
  };
}

/** The cost of one more contract of a branch, when all have settled. */
async function lateContracts(stage: Stage, city: City, branches: readonly string[]) {
  const before = cpuOf(stage);
  const since = performance.now();
  for (let at = 0; at < LATE; at += 1) {
    await stage.send(contractOf(city, branches[at] ?? '', branches.length + at));
    await stage.settled();
  }
  const { awards, disbursement } = cpuBetween(before, cpuOf(stage));
  return {
    'seconds for one contract of a branch afterwards': rounded((performance.now() - since) / 1_000 / LATE),
    'CPU ms of awards for it': rounded(awards / 1_000 / LATE),
    'CPU ms of disbursement for it': rounded(disbursement / 1_000 / LATE),
  };
}

/** A contract with this branch as its buyer. */
function contractOf(city: City, uscc: string, index: number): Item {
  const contract = city.contract(700_000 + index, { intermediary: null }) as Item;
  const buyer = contract.data['buyer'] as object;
  return { ...contract, data: { ...contract.data, buyer: { ...buyer, uscc } } };
}
