import createClient, { type Client, type ClientPathsWithMethod, type MethodResponse } from 'openapi-fetch';
import type { paths } from './gen/api.ts';

/** Calls a gateway by the paths of its OpenAPI document. */
export type ApiClient = Client<paths>;
export type Method = 'get' | 'post' | 'put';
export type PathOf<M extends Method> = ClientPathsWithMethod<ApiClient, M>;

/** In JSON's types: amounts are numbers. */
export type AnswerOf<M extends Method, Path extends PathOf<M>> = MethodResponse<ApiClient, M, Path>;

type Operation<M extends Method, Path extends PathOf<M>> = Extract<paths[Path][M], object>;

/** The parameters in the path and the query. */
export type ParametersOf<M extends Method, Path extends PathOf<M>> =
  Operation<M, Path> extends { parameters: infer Parameters } ? Omit<Parameters, 'header' | 'cookie'> : never;

type Bodies<M extends 'post' | 'put', Path extends PathOf<M>> =
  Operation<M, Path> extends { requestBody: { content: infer Content } } ? Content : never;

/** The body of a request in JSON; undefined where it has none. */
export type BodyOf<Path extends PathOf<M>, M extends 'post' | 'put' = 'post'> = [Bodies<M, Path>] extends [
  never,
]
  ? undefined
  : Bodies<M, Path> extends { 'application/json': infer Body }
    ? Body
    : undefined;

/** `send` is `fetch`, or a function that wraps it. */
export function apiClient(
  url: string,
  key: string,
  send: (request: Request) => Promise<Response>,
): ApiClient {
  return createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${key}` }, fetch: send });
}
