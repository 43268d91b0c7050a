import { readFileSync } from 'node:fs';
import { ConfigurationError, type Logger, messageOf } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { type FirstPerson, firstPersonsMistakes } from '../domain/first-persons.ts';
import { keepKey } from './person-commands.ts';
import type { Registry } from './registry.ts';

/** `{"persons": [{"id", "name", "kind", "scopes", "keys": [{"name", "sha256", "scopes"}]}]}` */
const file = z.strictObject({
  persons: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      kind: z.enum(['person', 'machine']),
      scopes: z.array(z.string()),
      keys: z.array(
        z.strictObject({
          name: z.string(),
          sha256: z.string(),
          scopes: z.array(z.string()).min(1).nullable().default(null),
        }),
      ),
    }),
  ),
});

/**
 * The first persons of a system come from a file while there are none. Afterwards the file is no longer read:
 * otherwise anyone who can write it could become anybody.
 */
export async function startPersons(registry: Registry, path: string | undefined, log: Logger): Promise<void> {
  if (await registry.collections.persons.findOne({})) {
    if (path !== undefined)
      log.info(
        { file: path },
        'FIRST_PERSONS_FILE is ignored: there are persons already, who decide on others',
      );
    return;
  }
  if (path === undefined) {
    log.warn('there are no persons, so nobody can do anything: set FIRST_PERSONS_FILE, and start again');
    return;
  }
  const persons = readFirstPersons(path, registry.isDevelopment);
  const { made } = await registry.withoutActor(async (unit) => {
    if (await unit.hasPersons()) return { made: false };
    const actor = {
      person: 'first-persons-file',
      kind: 'machine',
      key: '',
      scopes: [],
      isWhole: false,
    } as const;
    const act = { actor, at: unit.at, because: path };
    for (const { id, keys, ...terms } of persons) {
      const standing = { name: terms.name, kind: terms.kind, scopes: terms.scopes.toSorted() };
      await unit.savePerson({ id, steps: { proposals: 0, waiting: null, confirmed: 0 }, standing });
      await unit.record(`person/${id}`, 'create', act, standing);
      for (const key of keys) await keepKey(unit, id, key, act, lastsMs(registry));
    }
    await unit.changesAccess();
    return { made: true };
  });
  if (made) log.info({ persons: persons.map(({ id }) => id) }, 'the first persons were read from their file');
}

/** In development keys do not expire by themselves. */
function lastsMs({ isDevelopment }: Registry): number | null {
  return isDevelopment ? null : LIMITS.keyMs.most;
}

/** Throws a ConfigurationError that names everything wrong, and never shows a hash. */
function readFirstPersons(path: string, isDevelopment: boolean): readonly FirstPerson[] {
  const parsed = file.safeParse(contentOf(path));
  const mistakes = parsed.success
    ? firstPersonsMistakes(parsed.data.persons, isDevelopment)
    : parsed.error.issues.map(({ path: place, message }) => `${place.join('.') || 'the file'}: ${message}`);
  if (!parsed.success || mistakes.length > 0)
    throw new ConfigurationError(
      `FIRST_PERSONS_FILE (${path}) is not right:\n${mistakes.map((one) => `  ${one}`).join('\n')}`,
    );
  return parsed.data.persons;
}

function contentOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigurationError(`FIRST_PERSONS_FILE (${path}) cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the content.
    throw new ConfigurationError(`FIRST_PERSONS_FILE (${path}) is not valid JSON.`);
  }
}
