import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { claimsOf, fillAccounts, type Policy, type StatedFact } from '@duixian/policy';
import type { Command } from 'commander';
import { print } from '../report/lines.ts';
import { plural } from '../report/plain-words.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { policyInForce } from '../system/policy-answer.ts';
import { untilSettled } from '../system/settled.ts';
import { SystemClient } from '../system/system-client.ts';
import { type Difference, differences } from '../verify/compare-result.ts';
import { type RefusedToday, refusedToday } from '../verify/door-report.ts';
import { liveResult } from '../verify/live-result.ts';
import { recompute } from '../verify/recompute.ts';
import { storedFacts } from '../verify/stored-facts.ts';

const SETTLE_MS = 5_000;
const COMPUTED_WITHIN_MS = 600_000;

type VerifyOptions = ConnectionOptions & { json?: true; door?: true };

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
      'recompute everything from the facts that the registers hold, and name each difference to the live accounts, claims and payables; names circles of parents',
    )
    .option('--door', 'also name every recorded fact that this release would refuse if it were sent today')
    .option(
      '--json',
      'as JSON: { facts, accounts, claims, circles, differences }, with --door also refusedToday',
    )
    .action(async (options: VerifyOptions) => {
      process.exitCode = await verify(options);
    });
}

async function verify(options: VerifyOptions): Promise<number> {
  const client = new SystemClient(findSystem(options));
  await client.mustAnswer();
  await mustBeAtRest(client);
  const verified = await compare(client);
  const refused = options.door ? await refusedToday(await policyInForce(client), client) : undefined;
  // A difference may only have been in transit, so it is compared again.
  if (verified.differences.length > 0) await mustBeAtRest(client);
  if (options.json)
    console.log(JSON.stringify({ ...verified, ...(refused && { refusedToday: refused }) }, null, 2));
  else {
    printVerified(verified);
    if (refused) printRefused(refused);
  }
  const isClean = verified.differences.length === 0 && verified.circles.length === 0 && !refused?.length;
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
  const policy = await policyInForce(client);
  const [recomputed, live] = await Promise.all([
    recompute(policy, client),
    client.get('/v1/checks/set-hashes', {}, COMPUTED_WITHIN_MS),
  ]);
  const { facts, accounts, claims, circles, of } = recomputed;
  const isSame = live.claims === of.claims && live.accounts === of.accounts && live.payables === of.payables;
  // Every account, claim and payable is read only where the hashes differ.
  return {
    facts,
    accounts,
    claims,
    circles,
    differences: isSame ? [] : await allDifferences(policy, client),
  };
}

async function allDifferences(policy: Policy, client: SystemClient): Promise<Difference[]> {
  const facts: StatedFact[] = [];
  for await (const some of storedFacts(client)) facts.push(...some);
  return differences(await liveResult(client), fillAccounts(policy, claimsOf(policy, facts)));
}

function printVerified({ facts, accounts, claims, circles, differences: found }: Verified): void {
  for (const { what, of, live, recomputed } of found)
    print(`${what} ${of}: the system has ${live ?? 'none'}; its facts give ${recomputed ?? 'none'}`);
  for (const circle of circles)
    print(
      `circle of parents (上级单位成环): ${[...circle, circle[0]].join(' → ')}; nothing is ordered for it`,
    );
  const differencesFound = found.length === 0 ? 'no difference' : plural(found.length, 'difference');
  print(
    `${plural(facts, 'fact')} recomputed: ${plural(accounts, 'account')}, ${plural(claims, 'claim')}, ${differencesFound}.`,
  );
}

function printRefused(refused: readonly RefusedToday[]): void {
  for (const { type, subject, faults } of refused)
    for (const { message } of faults) print(`${type} ${subject}: ${message}`);
  print(
    refused.length === 0
      ? 'All of them would be taken in today.'
      : `${plural(refused.length, 'fact')} would be refused today. What was recorded stays recorded; ask the sources for a correction.`,
  );
}
