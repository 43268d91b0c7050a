import { type Direction, outside, type Schema } from './schema-changes.ts';

type Media = Readonly<Record<string, { readonly schema?: Schema }>>;
type Body = { readonly required?: boolean; readonly content?: Media };

type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};

export type Operation = {
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses?: Readonly<Record<string, Body>>;
};

type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** What others rely on: of the OpenAPI document what decides whether a program fits, channels, and codes of errors. */
export type ApiDescription = {
  readonly components: object;
  readonly paths: Operations;
  readonly webhooks: Operations;
  readonly channels: Readonly<
    Record<string, { readonly address: string; readonly messages: readonly string[] }>
  >;
  readonly codes: readonly string[];
};

/** What a program that fits the earlier description finds broken by the later one, a sentence each. */
export function brokenSince(earlier: ApiDescription, later: ApiDescription): string[] {
  const documents = { earlier, later };
  return [
    ...operationsOf(earlier.paths).flatMap(([path, method, operation]) => {
      const now = later.paths[path]?.[method];
      const at = `${method.toUpperCase()} ${path}`;
      return now ? brokenIn(documents, operation, now, at) : [`${at}: is gone`];
    }),
    ...operationsOf(earlier.webhooks).flatMap(([type, method, { requestBody }]) => {
      const now = later.webhooks[type]?.[method];
      return now ? body(documents, requestBody, now.requestBody, 'out', type) : [`${type}: is gone`];
    }),
    ...Object.entries(earlier.channels).flatMap(([name, { address, messages }]) => {
      const now = later.channels[name];
      if (now?.address !== address) return [`channel ${name}: is not at ${address} any more`];
      return messages
        .filter((one) => !now.messages.includes(one))
        .map((one) => `channel ${name}: ${one} is gone`);
    }),
    ...earlier.codes.filter((code) => !later.codes.includes(code)).map((code) => `code ${code}: is gone`),
  ];
}

type Documents = { readonly earlier: object; readonly later: object };

function operationsOf(operations: Operations): [string, string, Operation][] {
  return Object.entries(operations).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      path,
      method,
      operation,
    ]),
  );
}

function brokenIn(documents: Documents, before: Operation, now: Operation, at: string): string[] {
  const needsKey = (before.security ?? []).length === 0 && (now.security ?? []).length > 0;
  return [
    ...(needsKey ? [`${at}: needs a key now`] : []),
    ...parameters(documents, before.parameters ?? [], now.parameters ?? [], at),
    ...(before.requestBody || now.requestBody?.required
      ? body(documents, before.requestBody, now.requestBody, 'in', `${at} body`)
      : []),
    ...Object.entries(before.responses ?? {}).flatMap(([status, answer]) =>
      body(documents, answer, now.responses?.[status], 'out', `${at} ${status}`),
    ),
  ];
}

function parameters(
  { earlier, later }: Documents,
  before: readonly Parameter[],
  now: readonly Parameter[],
  at: string,
): string[] {
  const same = (one: Parameter) => (other: Parameter) => other.in === one.in && other.name === one.name;
  return [
    ...before.flatMap((parameter) => {
      const found = now.find(same(parameter));
      const place = `${at} ?${parameter.name}`;
      if (!found) return [`${place}: is not taken any more`];
      if (found.required && !parameter.required) return [`${place}: must be given now`];
      const sent = { schema: parameter.schema ?? {}, document: earlier };
      return outside(sent, { schema: found.schema ?? {}, document: later }, 'in', place);
    }),
    ...now
      .filter((parameter) => parameter.required && !before.some(same(parameter)))
      .map(({ name }) => `${at} ?${name}: must be given now`),
  ];
}

function body(
  { earlier, later }: Documents,
  before: Body | undefined,
  now: Body | undefined,
  direction: Direction,
  at: string,
): string[] {
  if (!before) return [`${at}: must be given now`];
  if (!now) return [`${at}: is gone`];
  const isNeeded = direction === 'in' && now.required === true && before.required !== true;
  return [
    ...(isNeeded ? [`${at}: must be given now`] : []),
    ...Object.entries(before.content ?? {}).flatMap(([type, { schema = {} }]) => {
      const found = now.content?.[type];
      if (!found) return [`${at}: ${type} is gone`];
      const [old, present] = [
        { schema, document: earlier },
        { schema: found.schema ?? {}, document: later },
      ];
      return direction === 'in' ? outside(old, present, 'in', at) : outside(present, old, 'out', at);
    }),
  ];
}
