import { type Fact, readItem } from '@duixian/facts';
import { EXIT_CODES, Problem } from '@duixian/local';
import { AllFactsContext, claimsOf, fillAccounts, isExact, loadPolicy, resultDigest } from '@duixian/policy';
import type { Command } from 'commander';
import { plural } from '../report/plain-words.ts';
import { digest } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { untilSettled } from '../system/settled.ts';
import { SystemClient } from '../system/system-client.ts';
import { type Difference, differences, payableDifferences } from '../verify/compare-result.ts';
import { liveResult } from '../verify/live-result.ts';

const SETTLE_MS = 5_000;

type VerifyOptions = ConnectionOptions & { json?: true };

type Verified = {
  readonly facts: number;
  readonly accounts: number;
  readonly claims: number;
  readonly circles: readonly (readonly string[])[];
  readonly differences: readonly Difference[];
};

export function addVerify(program: Command): void {
  withConnection(program.command('verify'))
    .description(
      'compute everything anew from the facts that the registers hold, and name each difference to the live accounts, claims and payables; names circles of parents',
    )
    .option('--json', 'as JSON: { facts, accounts, claims, circles, differences }')
    .action(async (options: VerifyOptions) => {
      process.exitCode = await verify(options);
    });
}

async function verify(options: VerifyOptions): Promise<number> {
  const client = new SystemClient(findSystem(options));
  await mustBeAtRest(client);
  const verified = await compare(client);
  await mustBeAtRest(client);
  if (options.json) console.log(JSON.stringify(verified, null, 2));
  else print(verified);
  const isClean = verified.differences.length === 0 && verified.circles.length === 0;
  return isClean ? EXIT_CODES.done : EXIT_CODES.attention;
}

async function mustBeAtRest(client: SystemClient): Promise<void> {
  const left = await untilSettled(client, SETTLE_MS);
  if (left === 0) return;
  throw new Problem(
    `${plural(left, 'fact or message', 'facts or messages')} are still on their way. Try again when ./duixian status says that nothing is.`,
  );
}

async function compare(client: SystemClient): Promise<Verified> {
  const [facts, { digest: liveDigest }, live] = await Promise.all([
    storedFacts(client),
    client.get('/v1/digest', digest),
    liveResult(client, 'payables'),
  ]);
  const policy = loadPolicy(live.policy, live.readings);
  const accounts = fillAccounts(policy, claimsOf(policy, facts));
  // Beyond exact integers no figure is shown, here or there; such accounts are named by status.
  const exact = accounts.filter(isExact);
  const isSame = exact.length === accounts.length && resultDigest(accounts) === liveDigest;
  return {
    facts: facts.length,
    accounts: accounts.length,
    claims: accounts.reduce((count, { claims }) => count + claims.length, 0),
    circles: new AllFactsContext(facts).circles(),
    // Only where the digests differ is every account and claim looked at.
    differences: isSame
      ? payableDifferences(live, exact)
      : differences(await liveResult(client, 'all'), exact),
  };
}

async function storedFacts(client: SystemClient): Promise<Fact[]> {
  const facts: Fact[] = [];
  for await (const line of client.lines('/v1/facts')) {
    const read = readItem(line, 0);
    if ('faults' in read) throw new Problem(`A stored fact cannot be read: ${read.faults[0].message}.`);
    facts.push(read.fact);
  }
  return facts;
}

function print({ facts, accounts, claims, circles, differences: found }: Verified): void {
  for (const { what, of, live, recomputed } of found)
    console.log(`${what} ${of}: the system has ${live ?? 'none'}; its facts give ${recomputed ?? 'none'}`);
  for (const circle of circles)
    console.log(
      `circle of parents (上级单位成环): ${[...circle, circle[0]].join(' → ')}; nothing is ordered for it`,
    );
  const said = found.length === 0 ? 'no difference' : plural(found.length, 'difference');
  console.log(
    `${plural(facts, 'fact')} computed anew: ${plural(accounts, 'account')}, ${plural(claims, 'claim')}, ${said}.`,
  );
}
