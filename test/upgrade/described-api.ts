import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { asyncApiDocument, errorRows } from '@duixian/api';
import type { ApiDescription, Operation } from './api-changes.ts';

const ROOT = join(import.meta.dirname, '../..');

export const API_RELEASES = join(ROOT, 'packages/api/releases');

type Channels = Readonly<Record<string, { readonly address: string; readonly messages: object }>>;

/** What the sources of now describe. */
export function describedApi(): ApiDescription {
  const printer = join(ROOT, 'services/gateway/src/print-openapi.ts');
  const text = execFileSync(process.execPath, [printer], {
    ...{ cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { components, paths, webhooks } = JSON.parse(text) as ApiDescription;
  const { channels } = asyncApiDocument() as { channels: Channels };
  const { requests, items } = errorRows('en');
  return {
    components: withoutWords(components) as object,
    paths: operations(paths),
    webhooks: operations(webhooks),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, { address, messages }]) => [
        name,
        { address, messages: Object.keys(messages) },
      ]),
    ),
    codes: [...requests.map(({ code }) => code), ...items.map(({ code }) => `item-${code}`)],
  };
}

/** One line for each path and each schema, so that a difference shows what it is about. */
export function descriptionText(description: ApiDescription): string {
  const parts = Object.entries(description).map(([name, part]) => `${JSON.stringify(name)}: ${lines(part)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function lines(part: object): string {
  if (Array.isArray(part)) return JSON.stringify(part);
  const rows = Object.entries(part).map(([name, one]) => `${JSON.stringify(name)}: ${JSON.stringify(one)}`);
  return `{\n${rows.join(',\n')}\n}`;
}

function operations(paths: ApiDescription['paths']): ApiDescription['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, one]) => [method, operation(one)])),
    ]),
  );
}

/** Problems have one form, and their codes are compared by themselves. */
function operation({ security = [], parameters, requestBody, responses = {} }: Operation): Operation {
  const answers = Object.entries(responses).flatMap(([status, { content = {} }]) => {
    const { 'application/problem+json': _, ...rest } = content;
    return Object.keys(rest).length > 0 ? [[status, { content: rest }]] : [];
  });
  const kept = { security, parameters, requestBody, responses: Object.fromEntries(answers) };
  return withoutWords(JSON.parse(JSON.stringify(kept))) as Operation;
}

const WORDS = ['description', 'title', 'example', 'examples', 'id'];

/** A member may be called `title`; only as a keyword its value is a text. */
function withoutWords(part: unknown, isOfNames = false): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((one) => withoutWords(one));
  return Object.fromEntries(
    Object.entries(part)
      .filter(([name]) => isOfNames || !WORDS.includes(name))
      .map(([name, one]) => [name, withoutWords(one, name === 'properties' || name === 'schemas')]),
  );
}
