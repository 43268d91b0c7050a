import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { claimsOf, decisionCheck, fillAccounts, isExact, type Policy } from '@duixian/policy';
import type { Command } from 'commander';
import { choosePolicy, type PolicyOptions, withPolicy } from '../replay/choose-policy.ts';
import { type FactsRead, readFacts } from '../replay/read-facts.ts';
import { writeResult } from '../replay/write-result.ts';
import { openFacts, totalBytes } from '../send/facts-sources.ts';

export function addReplay(program: Command): void {
  withPolicy(program.command('replay'))
    .description('compute what facts files are worth, without any service')
    .argument('<facts...>', 'facts files (.ndjson), read in this order, - for standard input')
    .action(async (files: string[], options: PolicyOptions) => {
      process.exitCode = await replay(files, options);
    });
}

async function replay(files: string[], options: PolicyOptions): Promise<number> {
  const policy = choosePolicy(options);
  // All files are opened first, so that a missing one is reported before a long file is read.
  totalBytes(files);
  const read = await readFacts(
    openFacts(files),
    decisionCheck(() => policy),
  );
  const accounts = accountsOf(policy, read);
  await writeResult(process.stdout, { policy, accounts, ...read });
  return read.counts.refused > 0 ? EXIT_CODES.attention : EXIT_CODES.done;
}

function accountsOf(policy: Policy, { held }: FactsRead) {
  const accounts = fillAccounts(policy, claimsOf(policy, held));
  const beyond = accounts.filter((account) => !isExact(account));
  if (beyond.length === 0) return accounts;
  const named = beyond.map(
    ({ entity, year, group, claimedFen }) =>
      `entity ${entity}, year ${year}, group ${group}: ${claimedFen} fen`,
  );
  const title = 'A total exceeds 9,007,199,254,740,991 fen, which not every reader of JSON keeps exact:';
  throw new Problem([title, ...named].join('\n  '), { exitCode: EXIT_CODES.beyondExact });
}
