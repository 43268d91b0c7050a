import { readFileSync } from 'node:fs';
import type { BodyOf, PathOf } from '@duixian/client';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { z } from 'zod';
import { jsonText } from '../report/json-text.ts';
import { inOneLine, print, toStandardError } from '../report/lines.ts';
import type { Answer, NewKey } from '../system/answers.ts';
import type { PostRequest, SystemClient } from '../system/system-client.ts';
import { waitsInWords } from './waits-in-words.ts';

/** The keys file of an earlier release, to which `sources` is added: that release did not store who its sources are. */
const file = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string(),
      sha256: z.string(),
      scopes: z.array(z.string()),
      kind: z.enum(['person', 'machine'], { error: 'person or machine' }).optional(),
    }),
  ),
  sources: z
    .array(
      z.strictObject({
        uri: z.string(),
        name: z.string(),
        kind: z.string(),
        answerableUscc: z.string(),
        types: z.array(z.string()),
      }),
    )
    .default([]),
});

type Entry = z.output<typeof file>['keys'][number];
type Described = z.output<typeof file>['sources'][number];
/** The gateway checks kinds and types. */
type Terms = Omit<BodyOf<'/v1/sources/{uri}/propose'>, 'document'>;
type Outcome = { readonly what: string; readonly outcome: string; readonly isDone: boolean };

const SOURCE = 'source:';
/** Scopes of people. A treasury's key is a machine's, which reports the statuses of orders. */
const OF_PEOPLE = ['officer', 'prepare', 'approve'];
/** An earlier release did not store the kind of a person, and it cannot be changed later. */
export const KIND_RULE =
  'without a "kind" (person or machine) in the file, keys with officer, prepare or approve are of persons and others of machines, for good';

/**
 * Each key becomes a person of its name with the key's scopes: at once in development, elsewhere as a proposal for
 * another person to confirm. The sources in its scopes are proposed first. Nothing is sent while the file is
 * incomplete.
 */
export async function importKeys(
  client: SystemClient,
  path: string,
  { document, json }: { document: string; json?: true },
): Promise<number> {
  const { keys, sources } = readKeys(path);
  await mustBeDescribed(client, keys, sources);
  const outcomes: Outcome[] = [];
  for (const { uri, ...terms } of sources) {
    const request = { path: { uri }, body: { ...(terms as Terms), document } };
    outcomes.push(await tried(client, uri, '/v1/sources/{uri}/propose', request, proposed));
  }
  for (const entry of keys) outcomes.push(await importKey(client, entry, document));
  printKinds(keys);
  if (json) console.log(jsonText(outcomes.map(({ what, outcome }) => ({ what, outcome }))));
  else print(...outcomes.map(({ what, outcome }) => `${what}: ${outcome}`));
  return outcomes.every(({ isDone }) => isDone) ? EXIT_CODES.done : EXIT_CODES.attention;
}

function kindOf({ kind, scopes }: Entry): 'person' | 'machine' {
  return kind ?? (scopes.some((scope) => OF_PEOPLE.includes(scope)) ? 'person' : 'machine');
}

function printKinds(keys: readonly Entry[]): void {
  const ruled = keys.filter(({ kind }) => kind === undefined);
  if (ruled.length === 0) return;
  toStandardError(
    `Taken as, where they were not there yet: ${ruled.map((entry) => `${entry.name} ${kindOf(entry)}`).join(', ')} (${KIND_RULE}).`,
  );
}

async function importKey(client: SystemClient, entry: Entry, document: string): Promise<Outcome> {
  const { name, sha256, scopes } = entry;
  const kind = kindOf(entry);
  const key = { person: name, name, sha256, scopes, kind };
  const made = await tried(client, name, '/v1/keys', { body: key }, madeInWords);
  // Outside development only two persons can create a person.
  if (!made.outcome.startsWith('not-known:')) return made;
  const body = { name, kind, scopes, keys: [{ name, sha256 }], document };
  return tried(client, name, '/v1/persons/{id}/propose', { path: { id: name }, body }, proposed);
}

const proposed = () => 'proposed';

/** A new key of an existing person waits for another person, like every key. */
function madeInWords({ id, person: of, status }: NewKey): string {
  return status === 'waiting' ? `waits ${waitsInWords(id, of)}` : 'made';
}

/** A refusal is reported, and the others are still sent. */
async function tried<Path extends PathOf<'post'>>(
  client: SystemClient,
  what: string,
  path: Path,
  request: PostRequest<Path>,
  inWords: (answered: Answer<'post', Path>) => string,
): Promise<Outcome> {
  const tried = await client.try(path, request);
  if ('answer' in tried) return { what, outcome: inWords(tried.answer), isDone: true };
  return { what, outcome: inOneLine(tried.detail), isDone: false };
}

/** A scope names a source but does not describe it, so the file must. */
async function mustBeDescribed(
  client: SystemClient,
  keys: readonly Entry[],
  sources: readonly Described[],
): Promise<void> {
  const named = keys.flatMap(({ scopes }) => scopes.filter((scope) => scope.startsWith(SOURCE)));
  const uris = new Set(named.map((scope) => scope.slice(SOURCE.length)).filter((uri) => uri !== '*'));
  const described = new Set(sources.map(({ uri }) => uri));
  const lacking: string[] = [];
  for (const uri of [...uris].filter((one) => !described.has(one))) {
    if (!(await client.find('/v1/sources/{uri}', { path: { uri } }))) lacking.push(uri);
  }
  if (lacking.length === 0) return;
  const example = { uri: lacking[0], name: '…', kind: 'exchange', answerableUscc: '…', types: ['…'] };
  throw new Problem(
    `Nothing was imported: what is ${lacking.join(', ')}? Add "sources" to the file, each as ${JSON.stringify(example)}; kind is bureau, exchange or platform.`,
  );
}

/** Never shows a hash. */
function readKeys(path: string): z.output<typeof file> {
  const parsed = file.safeParse(contentOf(path));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path: place, message }) => `${place.join('.') || 'it'}: ${message}`,
  );
  throw new Problem(`${path} is no file of keys: ${lines.join('; ')}.`);
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's message would quote the content.
    const why = error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message;
    throw new Problem(`${path} cannot be read: ${why}.`);
  }
}
