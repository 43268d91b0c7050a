import type { PromiseClient } from '@duixian/runtime';
import type { Client } from '@grpc/grpc-js';
import type { Scene } from './scene.ts';

/** The result of a call: the answer, and why it was refused; empty if it was done. */
export type Ask<Method> = Method extends (request: infer Request) => infer Answer
  ? (request: Request) => Promise<{ readonly why: string; readonly answer?: Awaited<Answer> | undefined }>
  : never;

/**
 * What a person tries with an RPC who has every role and calls the services as the gateway does, but is one
 * person: anyone with fewer roles can do less. `reads`: it only reads. `operates`: it republishes, puts aside
 * or rewrites what is stored. Both are called with nothing.
 */
export type Row<Method> = 'reads' | 'operates' | ((ask: Ask<Method>, scene: Scene) => Promise<void>);

/** One for each RPC of a service. */
export type Rows<C extends Client> = {
  readonly [M in Exclude<keyof PromiseClient<C>, keyof Client>]: Row<PromiseClient<C>[M]>;
};

/** The fields by which Lu is believed by a service that asks nobody else. */
export const LU = { person: 'lu', key: 'any', machine: false, scopes: ['prepare', 'approve', 'treasury'] };
export const PAPER = '示例〔2026〕1号';
/** The reason of refusal for a call that was done. */
export const DONE = '';
export const ANOTHER_PERSON = /another person has to/;
