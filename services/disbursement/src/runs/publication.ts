import type { PublicationLine, PublicationList } from '@duixian/documents';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { defined, shanghaiDay } from '@duixian/values';
import type { DocumentSources } from '../documents/document-sources.ts';
import { groupWords } from '../documents/group-words.ts';
import { sumOf, type Terms } from '../orders/domain/order.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import type { Run } from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';
import { refusedRun } from './run-refusals.ts';
import { readRun, runLinePages } from './stored-runs.ts';

/** What documents of payment runs are made from. */
export type RunDocumentParts = {
  readonly collections: Collections;
  readonly settings: Pick<Terms, 'programmes'>;
  readonly sources: DocumentSources;
};

/** A run that was published; refuses where it was not. */
export async function publishedRun({ collections }: RunDocumentParts, id: string): Promise<Run> {
  const run = await readRun(collections, id);
  if (!run) throw refusedRun(id, { refusal: 'unknown-run' });
  if (run.publicity && run.state !== 'draft') return run;
  const why = `${id} was not made public; there is a list of it once it is published.`;
  throw new RpcError(rpcStatus.FAILED_PRECONDITION, why);
}

/**
 * The list as it was published, whatever became of its lines since. The list begins with its number of lines, so they
 * are read once to be counted, and again whenever the list is written.
 */
export async function publicationOf(run: Run, parts: RunDocumentParts): Promise<PublicationList> {
  return {
    ...(await uncountedPublicationOf(run, parts)),
    lineCount: await countPublished(parts, run),
  };
}

/** The same, for callers that count the lines themselves. */
export async function uncountedPublicationOf(
  run: Run,
  { collections, settings, sources }: RunDocumentParts,
): Promise<Omit<PublicationList, 'lineCount'>> {
  const { from, until } = defined(run.publicity ?? undefined, 'a published run has its days');
  const note = defined(
    run.notes.findLast(({ event }) => event === 'publish'),
    'somebody published it',
  );
  const policy = await sources.awards.policy();
  const lineOf = (line: RunLine): PublicationLine => ({
    entity: line.entity,
    name: line.name,
    grounds: line.published.map(({ year, group, fen }) => {
      const { article, titleZh } = groupWords(policy, group);
      return { article, groundZh: titleZh, year, amountFen: fen };
    }),
    amountFen: sumOf(line.published),
  });
  return {
    runId: run.id,
    title: run.title,
    programme: programmeName(run, settings),
    documentNo: note.document,
    publishedOn: shanghaiDay(note.at),
    from,
    until,
    objectionsTo: sources.office.objectionsTo,
    lines: { [Symbol.asyncIterator]: () => publishedLines(collections, run, lineOf) },
    totalFen: run.sums.publishedFen,
  };
}

async function* publishedLines(
  collections: Collections,
  run: Run,
  lineOf: (line: RunLine) => PublicationLine,
): AsyncGenerator<PublicationLine> {
  for await (const page of runLinePages(collections, run)) yield* page.filter(isPublished).map(lineOf);
}

async function countPublished({ collections }: RunDocumentParts, run: Run): Promise<number> {
  let count = 0;
  for await (const page of runLinePages(collections, run)) count += publishedCount(page);
  return count;
}

/** How many of these lines were published. */
export function publishedCount(lines: readonly RunLine[]): number {
  return lines.filter(isPublished).length;
}

function isPublished({ published }: RunLine): boolean {
  return published.length > 0;
}

/** The programme's display name; its id where it is not configured any more. */
function programmeName({ programme }: Run, { programmes }: Pick<Terms, 'programmes'>): string {
  return programmes.find(({ id }) => id === programme)?.name || programme;
}
