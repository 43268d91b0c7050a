import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@duixian/local/folder';
import {
  apiKeyText,
  BASE62,
  KEY_ID_CHARACTERS,
  KEY_SECRET_CHARACTERS,
  sha256Hex,
  shanghaiTime,
} from '@duixian/values';
import type { Command } from 'commander';
import { importKeys, KIND_RULE } from '../partners/import-keys.ts';
import { waitsInWords } from '../partners/waits-in-words.ts';
import { print, toStandardError } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { Key, NewKey } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';

const MOST_LOOKS = 20;
const BETWEEN_LOOKS_MS = 250;

type Options = ConnectionOptions & { json?: true };
type Making = Options & { keyHash?: string; days?: string };

export function addKeys(program: Command): void {
  const group = program
    .command('keys')
    .description('keys of the API (密钥): each belongs to a person and has scopes of that person only');
  withConnection(group.command('list'))
    .description('keys without the keys: all for who prepares or approves, else your own')
    .option('--person <id>', 'of this person')
    .option('--json', 'as JSON')
    .action(list);
  making(group, 'create', 'make a key; it is printed this once')
    .argument('<name>', 'what it is called')
    .requiredOption('--person <id>', 'whose it is; in development one that is not there is made')
    .option('--scope <scope...>', 'what it may do; none given: all that its person may', [])
    .option(
      '--from <network...>',
      'where it may be used from (CIDR, such as 203.0.113.0/24); else everywhere',
    )
    .action((name: string, options: Making & { person: string; scope: string[]; from?: string[] }) => {
      const { person, scope, from } = options;
      const given = { ...(scope.length > 0 && { scopes: scope }), ...(from && { addresses: from }) };
      const body = { person, name, ...given, ...termsOf(options) };
      return make(clientOf(options).post('/v1/keys', { body }), options);
    });
  making(group, 'rotate', 'another key in the place of this one; it is printed this once')
    .argument('<id>', 'as keys list says it')
    .option('--overlap-hours <number>', 'for how long both can be used; 24 if not given')
    .action((id: string, options: Making & { overlapHours?: string }) => {
      const { overlapHours: hours } = options;
      const body = { ...(hours !== undefined && { overlapHours: Number(hours) }), ...termsOf(options) };
      return make(clientOf(options).post('/v1/keys/{id}/rotate', { path: { id }, body }), options);
    });
  withConnection(group.command('confirm'))
    .description(
      'confirm a key that another person asked for; needs the scope approve, or is the act of who holds it',
    )
    .argument('<id>')
    .option('--json', 'the answer as JSON')
    .action((id: string, options: Options) =>
      change(clientOf(options).post('/v1/keys/{id}/confirm', { path: { id } }), options),
    );
  withConnection(group.command('revoke'))
    .description('end a key, everywhere within seconds and for ever')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'the answer as JSON')
    .action((id: string, options: Options & { reason: string }) =>
      change(
        clientOf(options).post('/v1/keys/{id}/revoke', { path: { id }, body: { reason: options.reason } }),
        options,
      ),
    );
  withConnection(group.command('import'))
    .description(
      `take in an earlier release's file of keys: a person for each, and proposals of their sources; ${KIND_RULE}`,
    )
    .argument('<file>', '{"keys": [{"name", "sha256", "scopes", "kind"}], "sources": [...]}')
    .requiredOption('--document <text>', 'the paper on which it is done')
    .option('--json', 'what became of each, as JSON')
    .action(async (file: string, options: Options & { document: string }) => {
      process.exitCode = await importKeys(clientOf(options), file, options);
    });
  group
    .command('generate')
    .description(
      'make a key and its SHA-256 here, without any server; the person who asks for it gets the SHA-256 only',
    )
    .option('--test', 'for a system of development')
    .option('--json', 'as JSON')
    .action(generate);
}

function making(group: Command, name: string, meaning: string): Command {
  return withConnection(group.command(name))
    .description(meaning)
    .option('--key-hash <sha256>', 'of a key that its holder made (keys generate): then none is printed')
    .option('--days <number>', 'for how long it can be used; 400 if not given')
    .option('--json', 'the answer as JSON');
}

async function list(options: Options & { person?: string }): Promise<void> {
  const keys: Key[] = [];
  const query = options.person === undefined ? {} : { person: options.person };
  for await (const page of allPages(clientOf(options), '/v1/keys', { query })) keys.push(...page.keys);
  if (options.json) return console.log(JSON.stringify(keys, null, 2));
  if (keys.length === 0) return print('There are none.');
  const rows = keys.map((one) => [
    ...[one.id, one.name, one.person, one.status],
    one.expiresAt?.slice(0, 10) ?? 'never',
    usedInWords(one),
    one.scopes.join(', '),
  ]);
  print(...table(['id', 'name', 'person', 'status', 'ends', 'last used', 'scopes'], rows));
}

/** The day, and from which address. */
function usedInWords({ lastUsed }: Key): string {
  return lastUsed === null ? 'never' : `${shanghaiTime(lastUsed.at).slice(0, 10)} ${lastUsed.address}`;
}

/** Standard output gets the key alone, so that it can be piped to its place without being shown. */
async function make(made: Promise<NewKey>, options: Making): Promise<void> {
  const answer = await made;
  if (answer.text !== null) await untilKnown(answer.text, options);
  if (answer.text === null && options.keyHash === undefined) throw lostKey(answer);
  if (options.json) return console.log(JSON.stringify(answer, null, 2));
  if (answer.text !== null) print(answer.text);
  toStandardError(inWords(answer));
}

/** A gateway asks every second which keys there are; so the next command of a script can use the key. Never fails. */
async function untilKnown(key: string, options: Making): Promise<void> {
  const { url } = findSystem(options);
  const isUnknown = async () => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${url}/v1/keys?limit=1`, { headers }).catch(() => undefined);
    await answer?.body?.cancel();
    return answer?.status === 401;
  };
  for (let attempt = 0; attempt < MOST_LOOKS && (await isUnknown()); attempt += 1)
    await sleep(BETWEEN_LOOKS_MS);
}

/** Its first answer was lost, and a key is in no other. */
function lostKey({ id }: NewKey): Problem {
  return new Problem(
    `The key ${id} was made, and the answer that had its text was lost: nobody has it. Revoke it (./duixian keys revoke ${id} --reason TEXT), and make another.`,
  );
}

/** The terms of the key, as far as options give them. */
function termsOf({ keyHash, days }: Making): { sha256?: string; days?: number } {
  return {
    ...(keyHash !== undefined && { sha256: keyHash }),
    ...(days !== undefined && { days: Number(days) }),
  };
}

async function change(changed: Promise<Key>, options: Options): Promise<void> {
  const answer = await changed;
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else print(inWords(answer));
}

function generate({ test, json }: { test?: true; json?: true }): void {
  const secret = randomCharacters(KEY_SECRET_CHARACTERS);
  const text = apiKeyText(test ? 'test' : 'live', randomCharacters(KEY_ID_CHARACTERS), secret);
  const sha256 = sha256Hex(text);
  if (json) console.log(JSON.stringify({ text, sha256 }, null, 2));
  else
    print(
      `Key      ${text}  (keep it; nobody else has it)`,
      `SHA-256  ${sha256}  (give it to who proposes you)`,
    );
}

function randomCharacters(count: number): string {
  return Array.from({ length: count }, () => BASE62.charAt(randomInt(BASE62.length))).join('');
}

function inWords({ id, name, person, status, scopes }: Key): string {
  const waits = status === 'waiting' ? `, ${waitsInWords(id, person)}` : '';
  return `Key ${id} (${name}) of ${person}: ${status}${waits}; ${scopes.join(', ')}`;
}

function clientOf(options: Options): SystemClient {
  return new SystemClient(findSystem(options));
}
