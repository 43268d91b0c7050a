import type { PublicationLine, PublicationList } from '@duixian/documents';
import type { disbursementV1, runsV1 } from '@duixian/proto';
import { defined, type Fen } from '@duixian/values';
import { type GroupWords, groupWords } from '../documents/group-words.ts';
import type { Office } from '../documents/office.ts';
import { shanghaiDay } from '../documents/shanghai-day.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { runLinePages } from './read-lines.ts';

/** A run that was published; throws a Problem where it was not. */
export async function publishedRun({ runs }: Services, id: string): Promise<runsV1.Run> {
  const run = defined((await runs.getRun({ id })).run, 'a run is answered');
  if (run.publicity && run.state !== 'RUN_STATE_DRAFT') return run;
  throw new Problem('conflict', `${id} is not published; its list exists once it is.`);
}

/**
 * The list as it was published, whatever became of its lines since. The list begins with its number of lines, so they
 * are read once to be counted, and again whenever the list is written.
 */
export async function publicationOf(
  run: runsV1.Run,
  services: Services,
  office: Office,
): Promise<PublicationList> {
  return {
    ...(await uncountedPublicationOf(run, services, office)),
    lineCount: await countPublished(services, run.id),
  };
}

/** The same, for callers that count the lines themselves. */
export async function uncountedPublicationOf(
  run: runsV1.Run,
  services: Services,
  office: Office,
): Promise<Omit<PublicationList, 'lineCount'>> {
  const { id, title, publicity, publishedFen } = run;
  const { from, until } = defined(publicity, 'a published run has its days');
  const note = defined(
    run.notes.findLast(({ event }) => event === 'publish'),
    'somebody published it',
  );
  const wordsOf = await groupWords(services);
  return {
    runId: id,
    title,
    programme: await programmeName(run, services),
    documentNo: note.document,
    publishedOn: shanghaiDay(note.at),
    from,
    until,
    objectionsTo: office.objectionsTo,
    lines: { [Symbol.asyncIterator]: () => publishedLines(services, id, wordsOf) },
    totalFen: publishedFen,
  };
}

async function* publishedLines(
  services: Services,
  id: string,
  wordsOf: (group: string) => GroupWords,
): AsyncGenerator<PublicationLine> {
  for await (const page of runLinePages(services, id))
    for (const { entity, name, published } of page.filter(isPublished)) {
      const grounds = published.map(({ year, group, fen }) => {
        const { article, titleZh } = wordsOf(group);
        return { article, groundZh: titleZh, year, amountFen: fen };
      });
      yield { entity, name, grounds, amountFen: sumOf(published) };
    }
}

async function countPublished(services: Services, id: string): Promise<number> {
  let count = 0;
  for await (const page of runLinePages(services, id)) count += publishedCount(page);
  return count;
}

/** How many of these lines were published. */
export function publishedCount(lines: readonly runsV1.RunLine[]): number {
  return lines.filter(isPublished).length;
}

function isPublished({ published }: runsV1.RunLine): boolean {
  return published.length > 0;
}

function sumOf(amounts: readonly disbursementV1.AccountAmount[]): Fen {
  return amounts.reduce((sumFen, { fen }) => sumFen + fen, 0n);
}

/** The programme's display name; its id where it is not configured any more. */
async function programmeName({ programme }: runsV1.Run, services: Services): Promise<string> {
  const { programmes } = await services.budgets.listProgrammes({});
  return programmes.find(({ id }) => id === programme)?.name || programme;
}
