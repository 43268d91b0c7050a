import { fileURLToPath } from 'node:url';
import { Command, Help, type Option } from 'commander';
import stringWidth from 'string-width';
import { addBudget } from './commands/budget.ts';
import { addDeadLetters } from './commands/dead-letters.ts';
import { addDecide } from './commands/decide.ts';
import { addDecisions } from './commands/decisions.ts';
import { addDemo } from './commands/demo.ts';
import { addExplain } from './commands/explain.ts';
import { addKeys } from './commands/keys.ts';
import { addLogs } from './commands/logs.ts';
import { addMapping } from './commands/mapping.ts';
import { addMarked } from './commands/marked.ts';
import { addMigrate } from './commands/migrate.ts';
import { addMissingFacts } from './commands/missing-facts.ts';
import { addOrders } from './commands/orders.ts';
import { addPayees } from './commands/payees.ts';
import { addPersons } from './commands/persons.ts';
import { addPolicy } from './commands/policy.ts';
import { addReceived } from './commands/received.ts';
import { addRecords } from './commands/records.ts';
import { addRecoveries } from './commands/recoveries.ts';
import { addReplay } from './commands/replay.ts';
import { addRepublish } from './commands/republish.ts';
import { addRuns } from './commands/runs.ts';
import { addSend } from './commands/send.ts';
import { addSources } from './commands/sources.ts';
import { addStart } from './commands/start.ts';
import { addStatement } from './commands/statement.ts';
import { addStatus } from './commands/status.ts';
import { addStop } from './commands/stop.ts';
import { addStreams } from './commands/streams.ts';
import { addTreasury } from './commands/treasury.ts';
import { addVerify } from './commands/verify.ts';
import { addVerifyArchive } from './commands/verify-archive.ts';
import { addWork } from './commands/work.ts';
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
     nothing was printed
  3  the system does not answer, or does not run
  4  the command could not do its work; standard error says why, what to do`;

/** The meaning of an option, whether it is required, and its default where that helps. */
function optionDescription(option: Option): string {
  const description = new Help().optionDescription(option).replace(/ ?\(default: (\[\]|\{\})\)$/, '');
  return option.mandatory ? `${description} (required)` : description;
}

/** The commands in the order in which a newcomer meets them. */
export function buildProgram(): Command {
  const program = new Command('duixian')
    .description('Duixian 兑现: awards for technology transfer, paid from the registers themselves')
    .version(versionInWords(), '-V, --version', 'say which version this is, and on what it runs')
    // A Chinese character takes two columns.
    .configureHelp({ displayWidth: stringWidth, minWidthToWrap: 20, optionDescription })
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', EXIT_CODE_HELP)
    // `explain` has options and commands: what follows `explain order` belongs to that command.
    .enablePositionalOptions();
  addStart(program);
  addStop(program);
  addStatus(program);
  addLogs(program);
  addDemo(program);
  addSend(program);
  addDecide(program);
  addDecisions(program);
  addWork(program);
  addReplay(program);
  addMapping(program);
  addExplain(program);
  addVerify(program);
  addPolicy(program);
  addPayees(program);
  addRuns(program);
  addVerifyArchive(program);
  addBudget(program);
  addOrders(program);
  addRecoveries(program);
  addStatement(program);
  addTreasury(program);
  addSources(program);
  addRecords(program);
  addPersons(program);
  addKeys(program);
  addRepublish(program);
  addMigrate(program);
  addStreams(program);
  addDeadLetters(program);
  addReceived(program);
  addMissingFacts(program);
  addMarked(program);
  program.command(
    'bench',
    'measure replay against its ceiling; kill everything at random and count what is lost',
    { executableFile: BENCH },
  );
  return program;
}
