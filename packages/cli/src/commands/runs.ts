import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { fenOfYuan } from '../report/fen-of-yuan.ts';
import { jsonText } from '../report/json-text.ts';
import { print } from '../report/lines.ts';
import { runInWords, runLinesTable, runsTable } from '../report/run-report.ts';
import { StatusLine } from '../report/status-line.ts';
import { allPages } from '../system/all-pages.ts';
import type { Run, RunLine } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { untilStepDone } from '../system/run-step.ts';
import { SystemClient } from '../system/system-client.ts';
import { addRunFiles } from './run-files.ts';

type Options = ConnectionOptions & { json?: true };
type Acting = Options & { document: string; wait: boolean };
type Draft = Acting & { title: string; programme: string; group: string[]; year: string[]; smallest: string };
type Objecting = Options & { document: string; reason: string };

const STEPS = [
  ['publish', 'make the list public (公示) and freeze its amounts; needs the scope prepare'],
  ['approve', 'approve it (审批) after its publicity; needs the scope approve, and another person'],
  ['issue', 'make its orders (签发); needs the scope prepare or approve'],
  ['close', 'close it (办结) when all its orders are settled; needs the scope prepare or approve'],
  ['cancel', 'give up what is not issued (撤销); needs the scope prepare or approve'],
] as const;

const DECISIONS = [
  ['uphold', true, 'an objection holds: the line stays out (异议成立); needs the scope prepare'],
  [
    'dismiss',
    false,
    'an objection does not hold: the line is in again (异议不成立); needs the scope prepare',
  ],
] as const;

export function addRuns(program: Command): void {
  const group = program
    .command('runs')
    .description('runs (批次): list what is due, make it public, approve it, issue it');
  addReading(group);
  addRunFiles(group);
  waiting(acting(group, 'draft', 'list what is open (编制); needs the scope prepare'))
    .requiredOption('--title <text>', 'what people call it')
    .requiredOption('--programme <id>', '项目')
    .option('--group <group...>', 'only these cap groups of the programme', [])
    .option('--year <year...>', 'only what is due for these years', [])
    .option('--smallest <yuan>', 'leave an entity with less open for a later run', '0')
    .action(draft);
  for (const [step, meaning] of STEPS)
    waiting(acting(group, step, meaning)).action((id: string, options: Acting) =>
      begin(options, (client, document) =>
        client.post(`/v1/runs/{id}/${step}`, { path: { id }, body: { document } }),
      ),
    );
  objecting(group, 'object', 'write an objection (异议) down; needs the scope prepare').action(
    (id: string, entity: string, options: Objecting) =>
      change(options, (client, said) =>
        client.post('/v1/runs/{id}/objections', { path: { id }, body: { entity, ...said } }),
      ),
  );
  for (const [name, upheld, meaning] of DECISIONS)
    objecting(group, name, meaning).action((id: string, entity: string, options: Objecting) =>
      change(options, (client, said) =>
        client.post('/v1/runs/{id}/objections/decide', { path: { id }, body: { entity, upheld, ...said } }),
      ),
    );
  objecting(
    group,
    'give-back',
    'give back what a line holds that is out for a defect of the software; needs the scope prepare',
  ).action((id: string, entity: string, options: Objecting) =>
    change(options, (client, said) =>
      client.post('/v1/runs/{id}/give-back', { path: { id }, body: { entity, ...said } }),
    ),
  );
}

function addReading(group: Command): void {
  withConnection(group.command('list'))
    .description('every run')
    .option('--json', 'as JSON')
    .action(async (options: Options) => {
      const runs: Run[] = [];
      for await (const page of allPages(clientOf(options), '/v1/runs', {})) runs.push(...page.runs);
      answer(options, runs, () => (runs.length === 0 ? ['There are none.'] : runsTable(runs)));
    });
  withConnection(group.command('show'))
    .description('one run, and what each entity gets of it')
    .argument('<id>', 'of the run')
    .option('--lines', 'its lines as well')
    .option('--json', 'as JSON')
    .action(show);
}

async function show(id: string, options: Options & { lines?: true }): Promise<void> {
  const client = clientOf(options);
  const found = await client.get('/v1/runs/{id}', { path: { id } });
  if (!options.lines) return answer(options, found, () => runInWords(found));
  const lines: RunLine[] = [];
  for await (const page of allPages(client, '/v1/runs/{id}/lines', { path: { id } }))
    lines.push(...page.lines);
  answer(options, { run: found, lines }, () => [...runInWords(found), ...runLinesTable(lines)]);
}

function acting(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .argument('<id>', 'of the run')
    .requiredOption('--document <text>', 'the paper on which it is done')
    .option('--json', 'the answer as JSON');
}

function waiting(command: Command): Command {
  return command.option('--no-wait', 'do not wait until it is done for every entity');
}

function objecting(group: Command, name: string, meaning: string): Command {
  return acting(group, name, meaning)
    .argument('<uscc>', "the entity's 统一社会信用代码")
    .requiredOption('--reason <text>', 'why');
}

function draft(id: string, options: Draft): Promise<void> {
  const { title, programme, group: groups, year, smallest } = options;
  const wrong = year.find((text) => !/^\d{4}$/.test(text));
  if (wrong !== undefined) throw new Problem(`${wrong} is not a year. Give one such as 2018.`);
  const body = { id, title, programme, groups, years: year.map(Number), smallestFen: fenOfYuan(smallest) };
  return begin(options, (client, document) => client.post('/v1/runs', { body: { ...body, document } }));
}

async function begin(
  options: Acting,
  act: (client: SystemClient, document: string) => Promise<Run>,
): Promise<void> {
  const client = clientOf(options);
  const begun = await act(client, options.document);
  const line = new StatusLine();
  const done = options.wait ? await untilStepDone(client, begun, (sentence) => line.print(sentence)) : begun;
  line.clear();
  answer(options, done, () => runInWords(done));
}

type Said = { readonly reason: string; readonly document: string };

async function change(
  options: Objecting,
  act: (client: SystemClient, said: Said) => Promise<RunLine>,
): Promise<void> {
  const { reason, document } = options;
  const line = await act(clientOf(options), { reason, document });
  answer(options, line, () => runLinesTable([line]));
}

function answer({ json }: Options, found: unknown, inWords: () => string[]): void {
  if (json) console.log(jsonText(found));
  else print(...inWords());
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
