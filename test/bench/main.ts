import { type FormName, LONG_FORMS } from '@duixian/testing/long-forms';
import { Command, InvalidArgumentError } from 'commander';
import { benchCrash } from './crash.ts';
import { benchKilledRun } from './killed-run.ts';
import { listLongForms } from './list-long-forms.ts';
import { benchLongForm } from './long-form.ts';
import { benchOpenFisca } from './openfisca/compare.ts';
import { benchReplay } from './replay.ts';
import { benchSimulate } from './simulate.ts';
import { benchSystem } from './system/bench-system.ts';
import { benchBranches } from './system/branches.ts';
import { benchAuthority, benchCredentials } from './system/credentials.ts';
import { benchLatency } from './system/latency.ts';
import { benchOneUsageRecord } from './system/one-usage-record.ts';
import { benchPlanning } from './system/planning.ts';
import { benchRuns } from './system/run-speed.ts';

const program = new Command('duixian bench').description(
  'measure this machine and the system on it; every figure stands beside the ceiling of the same run',
);

program
  .command('system', { isDefault: true })
  .description(
    'the whole system: facts in by HTTP, orders accepted by the treasury, against bare transactions',
  )
  .option('--chains <number>', 'contracts a run', wholeNumber, 10_000)
  .option('--pairs <number>', 'pairs of ceiling and chain; the medians are printed', wholeNumber, 5)
  .option('--short', 'only the pairs')
  .option('--json', 'the figures as JSON in the last line')
  .action(benchSystem);

program
  .command('latency')
  .description('how long a fact takes to become an accepted order, at one rate')
  .option('--rate <number>', 'facts a second, each in a request of its own', wholeNumber, 300)
  .option('--seconds <number>', 'how long', wholeNumber, 10)
  .action(benchLatency);

program
  .command('credentials')
  .description('what credentials and TLS cost: systems with and without them, in turns')
  .option('--chains <number>', 'contracts a run', wholeNumber, 10_000)
  .option('--pairs <number>', 'pairs of systems; the medians are compared', wholeNumber, 5)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchCredentials);

program
  .command('authority')
  .description('what sources and proofs between services cost: with and without them, in turns')
  .option('--chains <number>', 'contracts a run', wholeNumber, 10_000)
  .option('--pairs <number>', 'pairs of systems; the medians are compared', wholeNumber, 10)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchAuthority);

program
  .command('runs')
  .description('a run (批次) of many lines, step by step, while facts flow')
  .option('--lines <number>', 'entities that the run pays', wholeNumber, 100_000)
  .option('--rate <number>', 'facts a second meanwhile', wholeNumber, 100)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchRuns);

program
  .command('branches')
  .description('one parent and its branches by the thousand, while another sends single facts')
  .option('--branches <number>', 'USCCs that name the parent', wholeNumber, 50_000)
  .option('--paid <number>', 'how many of them have money of their own before', wholeNumber, 1_000)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchBranches);

program
  .command('usage-record')
  .description('invoices that all name one usage record: whether the last take longer than the first')
  .option('--invoices <number>', 'how many, by the thousand', wholeNumber, 20_000)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchOneUsageRecord);

program
  .command('planning')
  .description(
    'a decision that reaches many claims, previewed, and a policy that moves a whole city, planned',
  )
  .option('--facts <number>', 'contracts and invoices of the city', wholeNumber, 100_000)
  .option('--claims <number>', 'of them those that the decision reaches', wholeNumber, 10_000)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchPlanning);

program
  .command('replay')
  .description('facts a second of replay on one core, against reading and parsing the same lines')
  .option('--facts <number>', 'lines of the facts file', wholeNumber, 200_000)
  .option('--pairs <number>', 'pairs of runs; the medians are printed', wholeNumber, 3)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchReplay);

program
  .command('openfisca')
  .description('replay of contracts against the same two rules in OpenFisca, whole processes on one core')
  .option('--contracts <number>', 'how many', wholeNumber, 50_000)
  .option('--pairs <number>', 'pairs of runs; the medians are printed', wholeNumber, 3)
  .option('--json', 'the figures as JSON in the last line')
  .action(benchOpenFisca);

program
  .command('simulate')
  .description(
    "histories of the services' own code in one process, killed and reordered at every step by seed",
  )
  .option('--seeds <number>', 'histories', wholeNumber, 500)
  .option('--first <seed>', 'the first seed', wholeNumber, 1)
  .option('--twice', 'each twice, and both must be the same story')
  .option('--sabotage <name>', 'with a fault in the code that must be found')
  .option('--json', 'the figures as JSON in the last line')
  .action(benchSimulate);

program
  .command('crash')
  .description('kill every process at random while facts flow, and count what is lost or doubled')
  .option('--seeds <number>', 'runs, each with a seed of its own', wholeNumber, 5)
  .option('--first <seed>', 'the first seed', wholeNumber, 1)
  .option('--facts <number>', 'facts a run', wholeNumber, 4_000)
  .option('--kills <number>', 'kills a run', wholeNumber, 20)
  .option('--json', 'the tally as JSON in the last line')
  .action(benchCrash);

program
  .command('killed-run')
  .description(
    'kill disbursement, its database and the gateway during a run, and count lines lost or paid twice',
  )
  .option('--seeds <number>', 'runs, each with a seed of its own', wholeNumber, 3)
  .option('--first <seed>', 'the first seed', wholeNumber, 1)
  .option('--lines <number>', 'entities that are paid', wholeNumber, 1_500)
  .option('--kills <number>', 'kills of each', wholeNumber, 4)
  .option('--json', 'the tally as JSON in the last line')
  .action(benchKilledRun);

for (const [name, { about }] of Object.entries(LONG_FORMS))
  program
    .command(name)
    .description(`the long form of a suite: ${about}`)
    .action(() => benchLongForm(name as FormName));

program
  .command('list')
  .description('what npm test runs only in a short form, and when each long form last passed')
  .action(listLongForms);

await program.parseAsync(process.argv);

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 999,999,999.');
}
