import { createFinalURL, createQuerySerializer, defaultPathSerializer } from 'openapi-fetch';
import type { Method, ParametersOf, PathOf } from './api-client.ts';

/** The path and query of a request that is made by hand, such as of a file or a long stream. */
export function addressOf<M extends Method, Path extends PathOf<M>>(
  _method: M,
  path: Path,
  parameters: ParametersOf<M, Path>,
): string {
  const params = parameters as { query?: Record<string, unknown>; path?: Record<string, unknown> };
  return createFinalURL(path, {
    baseUrl: '',
    params,
    querySerializer: createQuerySerializer(),
    pathSerializer: defaultPathSerializer,
  });
}
