import type { Fact } from '@duixian/facts';
import { EXIT_CODES, Problem } from '@duixian/local';
import {
  AllFactsContext,
  accountLine,
  claimLine,
  claimsOf,
  dueLine,
  type FilledAccount,
  Fingerprint,
  fillAccounts,
  loadPolicy,
} from '@duixian/policy';
import { deserialize } from 'bson';
import type { Command } from 'commander';
import { plural } from '../report/plain-words.ts';
import { fingerprints } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { untilSettled } from '../system/settled.ts';
import { SystemClient } from '../system/system-client.ts';
import { type Difference, differences } from '../verify/compare-result.ts';
import { liveResult } from '../verify/live-result.ts';

const SETTLE_MS = 5_000;
const COMPUTED_WITHIN_MS = 600_000;

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
  const [facts, live] = await Promise.all([
    storedFacts(client),
    client.get('/v1/fingerprints', fingerprints, COMPUTED_WITHIN_MS),
  ]);
  const policy = loadPolicy(live.policy, live.readings);
  const claims = [...claimsOf(policy, facts)];
  const accounts = fillAccounts(policy, claims);
  const isSame =
    live.claims === fingerprintOf(claims, claimLine) &&
    live.accounts === fingerprintOf(accounts, accountLine) &&
    live.payables === fingerprintOf(accounts.filter(isDue), dueLine);
  return {
    facts: facts.length,
    accounts: accounts.length,
    claims: claims.length,
    circles: new AllFactsContext(facts).circles(),
    // Only where the fingerprints differ is every account, claim and payable looked at.
    differences: isSame ? [] : differences(await liveResult(client), accounts),
  };
}

function isDue({ entitledFen }: FilledAccount): boolean {
  return entitledFen !== 0n;
}

function fingerprintOf<Member>(members: Iterable<Member>, lineOf: (member: Member) => string): string {
  const fingerprint = new Fingerprint();
  for (const member of members) fingerprint.add(lineOf(member));
  return `${fingerprint}`;
}

/** They were checked at the door, and are what the registers themselves read. */
async function storedFacts(client: SystemClient): Promise<Fact[]> {
  const facts: Fact[] = [];
  for await (const documents of client.documents('/v1/stored-facts')) {
    for (const document of documents) {
      const { eventId, ...stored } = deserialize(document, { useBigInt64: true });
      facts.push({ ...stored, id: eventId } as Fact);
    }
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
