import type { AnswerOf, ParametersOf, PathOf } from '@duixian/client';
import type { Answer } from './answers.ts';
import type { SystemClient } from './system-client.ts';

/** The lists with pages. */
export type PagedPath = {
  [Path in PathOf<'get'>]: AnswerOf<'get', Path> extends { next: string | null } ? Path : never;
}[PathOf<'get'>];

/** Every page of a list, one after the other. */
export async function* allPages<Path extends PagedPath>(
  client: SystemClient,
  path: Path,
  parameters: Omit<ParametersOf<'get', Path>, 'query'> & {
    query?: Omit<NonNullable<QueryOf<Path>>, 'after' | 'limit'>;
  },
): AsyncGenerator<Answer<'get', Path>> {
  let after = '';
  for (;;) {
    const query = { ...parameters.query, limit: 1_000, ...(after !== '' && { after }) };
    const asked = { ...parameters, query } as unknown as ParametersOf<'get', Path>;
    const page: Answer<'get', Path> = await client.get(path, ...([asked] as never));
    yield page;
    const { next } = page as { next: string | null };
    if (!next) return;
    after = next;
  }
}

type QueryOf<Path extends PagedPath> =
  ParametersOf<'get', Path> extends { query?: infer Query } ? Query : never;
