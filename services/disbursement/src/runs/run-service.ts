import { runsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  readPage,
  refuseForeignCursor,
  streaming,
  unary,
} from '@duixian/runtime';
import { NAME } from '@duixian/values';
import type { DocumentSources } from '../documents/document-sources.ts';
import type { Terms } from '../orders/domain/order.ts';
import type { Programme } from '../programmes/domain/programme.ts';
import { programmeOf } from '../programmes/domain/programme.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { CURSORS } from '../wire/cursors.ts';
import { personFaults, refuseIf, textFault } from '../wire/request-faults.ts';
import type { Run } from './domain/run.ts';
import type { CommandRefusal, LineChange, Person, RunCommands } from './run-commands.ts';
import { writeArchive, writePublication } from './run-documents.ts';
import { runLineMessage, runMessage } from './run-messages.ts';
import { refusedRun } from './run-refusals.ts';
import { readRun, readRunLinesPage, runFrom } from './stored-runs.ts';

type Step = Exclude<runsV1.RunStep, 'RUN_STEP_UNSPECIFIED' | 'UNRECOGNIZED'>;

const STEPS: Record<
  Step,
  (commands: RunCommands, id: string, person: Person) => ReturnType<RunCommands['publish']>
> = {
  RUN_STEP_PUBLISH: (commands, id, person) => commands.publish(id, person),
  RUN_STEP_APPROVE: (commands, id, person) => commands.step(id, 'approve', person),
  RUN_STEP_ISSUE: (commands, id, person) => commands.issue(id, person),
  RUN_STEP_CANCEL: (commands, id, person) => commands.step(id, 'cancel', person),
  RUN_STEP_CLOSE: (commands, id, person) => commands.close(id, person),
};

const CHANGES: Partial<Record<runsV1.ChangeLineRequest_Change, LineChange>> = {
  CHANGE_OBJECT: 'object',
  CHANGE_UPHOLD: 'uphold',
  CHANGE_DISMISS: 'dismiss',
  CHANGE_GIVE_BACK: 'give-back',
};

export function batchRunService(
  collections: Collections,
  runs: RunCommands,
  settings: Pick<Terms, 'programmes'>,
  commands: Commands,
  sources: DocumentSources,
): GrpcService {
  const methods = runsV1.RunServiceService;
  const parts = { collections, settings, sources };
  const implementation: runsV1.RunServiceServer = {
    draftRun: commands.unary(methods.draftRun, {
      decide: (request) => draftRun(runs, settings.programmes, request),
      answer: (outcome, { id }) => runAnswer(outcome, id),
    }),
    getRun: unary(async ({ id }) => ({ run: runMessage(await runOrNone(collections, id)) })),
    listRuns: unary((request) => listRuns(collections, request)),
    listRunLines: unary((request) => listLines(collections, request)),
    stepRun: commands.unary(methods.stepRun, {
      decide: (request) => stepRun(runs, request),
      answer: (outcome, { id }) => runAnswer(outcome, id),
    }),
    changeLine: commands.unary(methods.changeLine, {
      decide: (request) => changeLine(runs, request),
      answer: (outcome, { run }) => {
        if (!('line' in outcome)) throw refusedRun(run, outcome satisfies CommandRefusal);
        return { line: runLineMessage(outcome.line), isNew: outcome.isNew };
      },
    }),
    writePublication: streaming((request) => writePublication(parts, request)),
    writeArchive: streaming((request) => writeArchive(parts, request)),
  };
  return { definition: methods, implementation };
}

type Outcome = Awaited<ReturnType<RunCommands['publish']>>;

function runAnswer(outcome: Outcome, id: string): runsV1.DraftRunResponse & runsV1.StepRunResponse {
  if (!('run' in outcome)) throw refusedRun(id, outcome);
  return { run: runMessage(outcome.run), isNew: outcome.isNew };
}

function draftRun(
  commands: RunCommands,
  programmes: readonly Programme[],
  request: runsV1.DraftRunRequest,
): Promise<Outcome> {
  const { id, title, programme, groups, years, smallestFen, by, document } = request;
  const known = programmes.map((one) => one.id);
  const foreign = groups.filter((group) => programmeOf(programmes, group)?.id !== programme);
  refuseIf([
    !/^[A-Z0-9-]{1,32}$/.test(id) && 'id: 1 to 32 of A–Z, 0–9 and hyphens',
    textFault('title', title, 'what the list is called', NAME),
    !known.includes(programme) && `programme: one of ${known.join(', ')}`,
    foreign.length > 0 && `groups: ${foreign.join(', ')} is not paid by this programme`,
    smallestFen < 0n && 'smallestFen: not negative',
    ...personFaults({ by, document }),
  ]);
  const filter = { groups, years, smallestFen };
  return commands.draft({ id, title, programme, filter }, { by, document });
}

function stepRun(commands: RunCommands, { id, step, by, document }: runsV1.StepRunRequest): Promise<Outcome> {
  const isKnown = step in STEPS;
  refuseIf([!isKnown && 'step: publish, approve, issue, close or cancel', ...personFaults({ by, document })]);
  return STEPS[step as Step](commands, id, { by, document });
}

function changeLine(
  commands: RunCommands,
  { run, entity, by, document, reason, change }: runsV1.ChangeLineRequest,
): ReturnType<RunCommands['changeLine']> {
  const what = CHANGES[change];
  refuseIf([
    entity === '' && 'entity: whose line',
    textFault('reason', reason, 'why'),
    !what && 'change: object, uphold, dismiss or give back',
    ...personFaults({ by, document }),
  ]);
  return commands.changeLine(run, entity, what ?? 'object', { by, document, reason });
}

async function listRuns(
  { runs }: Collections,
  { after, limit }: runsV1.ListRunsRequest,
): Promise<runsV1.ListRunsResponse> {
  refuseForeignCursor(after, CURSORS.runs);
  const page = await readPage(runs.find({ _id: { $gt: after } }).sort({ _id: 1 }), limit);
  const messages = page.rows.map((document) => runMessage(runFrom(document)));
  return { runs: messages, next: nextAfter(page, ({ _id }) => _id) };
}

async function listLines(
  collections: Collections,
  { run: id, after, limit }: runsV1.ListRunLinesRequest,
): Promise<runsV1.ListRunLinesResponse> {
  const run = await runOrNone(collections, id);
  refuseForeignCursor(after, CURSORS.runLines);
  const page = await readRunLinesPage(collections, run, after, limit);
  return { lines: page.rows.map(runLineMessage), next: nextAfter(page, ({ entity }) => entity) };
}

async function runOrNone(collections: Collections, id: string): Promise<Run> {
  const run = await readRun(collections, id);
  if (!run) throw refusedRun(id, { refusal: 'unknown-run' });
  return run;
}
