import type { runsV1 } from '@duixian/proto';
import type { Services } from '../services.ts';

const PAGE = 500;

/** Every line of a run in the order of its entities, page by page. */
export async function* runLinePages(
  { runs }: Pick<Services, 'runs'>,
  run: string,
): AsyncGenerator<runsV1.RunLine[]> {
  let after = '';
  do {
    const { lines, next } = await runs.listRunLines({ run, after, limit: PAGE });
    yield lines;
    after = next;
  } while (after !== '');
}
