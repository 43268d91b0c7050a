import { fileURLToPath } from 'node:url';
import { Command, Help, type Option } from 'commander';
import stringWidth from 'string-width';
import { alarming } from './report/safe-terminal.ts';
import { versionInWords } from './report/version.ts';

/** A program of its own, because it measures this one as a process. */
const BENCH = fileURLToPath(new URL('../../../test/bench/main.ts', import.meta.url));

const EXIT_CODE_HELP = `
./duixian test runs the tests. ./duixian uninstall removes the dependencies and
servers that were installed here; with --data also what the system holds.

Exit codes:
  0  done
  1  done, and something needs a look: refused facts or lines, a difference, a
     step or migration that is not done yet, a service that is not ready, dead
     letters, ordering that is suspended, facts that a source has to send again,
     marked records
  2  a total exceeds what JSON readers keep exact (9,007,199,254,740,991 fen);
     nothing was printed; conform: a rule was interrupted, and no must failed
  3  the system does not answer, or does not run
  4  the command could not do its work; standard error says why, what to do`;

/** The meaning of an option, whether it is required, and its default where that helps. */
function optionDescription(option: Option): string {
  const description = new Help().optionDescription(option).replace(/ ?\(default: (\[\]|\{\})\)$/, '');
  return option.mandatory ? `${description} (required)` : description;
}

const VERSION = ['-V', '--version'];

/** The commands in the order in which a newcomer meets them; each is loaded when it is needed. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  start: async () => (await import('./commands/start.ts')).addStart,
  stop: async () => (await import('./commands/stop.ts')).addStop,
  status: async () => (await import('./commands/status.ts')).addStatus,
  logs: async () => (await import('./commands/logs.ts')).addLogs,
  demo: async () => (await import('./commands/demo.ts')).addDemo,
  send: async () => (await import('./commands/send.ts')).addSend,
  decide: async () => (await import('./commands/decide.ts')).addDecide,
  decisions: async () => (await import('./commands/decisions.ts')).addDecisions,
  work: async () => (await import('./commands/work.ts')).addWork,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  import: async () => (await import('./commands/import.ts')).addImport,
  imports: async () => (await import('./commands/imports.ts')).addImports,
  mapping: async () => (await import('./commands/mapping.ts')).addMapping,
  conform: async () => (await import('./commands/conform.ts')).addConform,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  policy: async () => (await import('./commands/policy.ts')).addPolicy,
  payees: async () => (await import('./commands/payees.ts')).addPayees,
  runs: async () => (await import('./commands/runs.ts')).addRuns,
  'verify-archive': async () => (await import('./commands/verify-archive.ts')).addVerifyArchive,
  budget: async () => (await import('./commands/budget.ts')).addBudget,
  orders: async () => (await import('./commands/orders.ts')).addOrders,
  recoveries: async () => (await import('./commands/recoveries.ts')).addRecoveries,
  statement: async () => (await import('./commands/statement.ts')).addStatement,
  treasury: async () => (await import('./commands/treasury.ts')).addTreasury,
  sources: async () => (await import('./commands/sources.ts')).addSources,
  records: async () => (await import('./commands/records.ts')).addRecords,
  deals: async () => (await import('./commands/deals.ts')).addDeals,
  units: async () => (await import('./commands/units.ts')).addUnits,
  persons: async () => (await import('./commands/persons.ts')).addPersons,
  keys: async () => (await import('./commands/keys.ts')).addKeys,
  endpoints: async () => (await import('./commands/endpoints.ts')).addEndpoints,
  feed: async () => (await import('./commands/feed.ts')).addFeed,
  republish: async () => (await import('./commands/republish.ts')).addRepublish,
  migrate: async () => (await import('./commands/migrate.ts')).addMigrate,
  streams: async () => (await import('./commands/streams.ts')).addStreams,
  'dead-letters': async () => (await import('./commands/dead-letters.ts')).addDeadLetters,
  received: async () => (await import('./commands/received.ts')).addReceived,
  'missing-facts': async () => (await import('./commands/missing-facts.ts')).addMissingFacts,
  marked: async () => (await import('./commands/marked.ts')).addMarked,
};

/** With all commands, or with the one that `words` begin with. */
export async function buildProgram(words: readonly string[] = []): Promise<Command> {
  const [name = ''] = words;
  const all = Object.entries(COMMANDS);
  const wanted = Object.hasOwn(COMMANDS, name) ? all.filter(([one]) => one === name) : all;
  const program = new Command('duixian')
    .description('Duixian 兑现: awards for technology transfer, paid from the registers themselves')
    .version(versionInWords(), VERSION.join(', '), 'say which version this is, and on what it runs')
    // A Chinese character takes two columns.
    .configureHelp({ displayWidth: stringWidth, minWidthToWrap: 20, optionDescription })
    .configureOutput({ writeErr: (text) => void process.stderr.write(alarming(text, process.stderr)) })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', EXIT_CODE_HELP)
    // `explain` has options and commands: what follows `explain order` belongs to that command.
    .enablePositionalOptions();
  if (!VERSION.includes(name)) for (const [, load] of wanted) (await load())(program);
  program.command(
    'bench',
    'measure replay against its ceiling; kill everything at random and count what is lost',
    { executableFile: BENCH },
  );
  return program;
}
