import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programOf } from '@duixian/local';
import type { Order, Stage } from './stage.ts';

const CLI = await programOf('duixian');

/**
 * Waits until everything is settled and paid, or released to be paid again; then returns everything that is
 * not as it should be.
 */
export async function whatIsWrong(stage: Stage): Promise<{ wrong: string[]; orders: number }> {
  const found: string[] = [];
  const wrong = (what: string) => found.push(what);
  const { live, replayed } = await stage.digests();
  if (live !== replayed) wrong(`the digest is ${live}, replay gives ${replayed}`);
  const { deadLetters } = await stage.get('/v1/dead-letters?limit=1000');
  for (const { service, subject, reason } of deadLetters)
    wrong(`dead letter of ${service}, ${subject}: ${reason}`);
  for (const difference of await verified(stage)) wrong(`verify: ${JSON.stringify(difference)}`);
  const orders = await stage.allOrders();
  const isOver = ({ state, release }: Order) => state === 'paid' || release !== null;
  const underWay = async () => (await stage.allOrders()).filter((order) => !isOver(order)).length;
  await stage.untilNone(underWay, 'every order to be paid, or released');
  const atTreasury = new Map((await stage.treasuryOrders()).map((known) => [known.id, known]));
  for (const { id, amountFen } of orders) {
    const known = atTreasury.get(id);
    if (!known) wrong(`order ${id} never reached the treasury`);
    else if (known.amountFen !== amountFen || known.timesContradicted > 0)
      wrong(`order ${id} of ${amountFen} fen is another one at the treasury: ${JSON.stringify(known)}`);
    atTreasury.delete(id);
  }
  for (const id of atTreasury.keys()) wrong(`the treasury has an order ${id} that nobody knows`);
  for (const fault of await moneyFaults(stage, orders)) wrong(fault);
  return { wrong: found, orders: orders.length };
}

/** What `duixian verify` finds. */
export async function verified(stage: Stage): Promise<unknown[]> {
  const program = [
    '--disable-warning=ExperimentalWarning',
    CLI,
    'verify',
    '--json',
    '--data',
    stage.system.folder.path,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, program, {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: Error & { stdout: string }) => error);
  return (JSON.parse(stdout) as { differences: unknown[] }).differences;
}

/** The equation of every entity, nothing left to pay, and as much ordered as the orders add up to. */
async function moneyFaults(stage: Stage, orders: readonly Order[]): Promise<string[]> {
  const faults: string[] = [];
  const gaps = new Map<string, number>();
  // Per account of an entity: an amount that a branch was overpaid may offset what its head is due.
  const open = new Map<string, number>();
  let orderedFen = 0;
  for (const { payable } of await stage.lines('/v1/result')) {
    if (!payable) continue;
    const { entity, year, group, holds } = payable;
    orderedFen += payable.orderedFen;
    gaps.set(entity, (gaps.get(entity) ?? 0) + gapOf(payable));
    const account = `${entity} ${year} ${group}`;
    if (holds.length === 0) open.set(account, (open.get(account) ?? 0) + payable.openFen);
  }
  for (const [account, fen] of open) if (fen > 0) faults.push(`${fen} fen of ${account} were never ordered`);
  for (const [entity, gap] of gaps)
    if (gap !== 0) faults.push(`the entries of ${entity} are off by ${gap} fen`);
  const alive = orders.filter(({ release }) => release === null);
  const issuedFen = alive.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (issuedFen !== orderedFen)
    faults.push(`orders of ${issuedFen} fen stand against ${orderedFen} fen ordered`);
  return faults;
}

/** Σ entitled = Σ ordered − Σ received − Σ written off + Σ reserved + Σ open, where nettings cancel out. */
function gapOf(payable: Record<string, number>): number {
  const { entitledFen = 0, orderedFen = 0, receivedFen = 0, writtenOffFen = 0 } = payable;
  const { reservedFen = 0, openFen = 0 } = payable;
  return entitledFen - orderedFen + receivedFen + writtenOffFen - reservedFen - openFen;
}
