import { z } from 'zod';
import { SCOPE_PATTERN } from './key.ts';

const SCOPE = 'source:<uri>, source:*, read, read:entity:<uscc>, officer, prepare, approve or treasury';

/** The keys file: who may do what. It holds hashes only; the keys themselves are with their holders. */
const keysFile = z.strictObject({
  keys: z.array(
    z.strictObject({
      name: z.string().min(1),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, { error: 'the SHA-256 of the key, 64 lower-case hex digits' }),
      scopes: z.array(z.string().regex(SCOPE_PATTERN, { error: SCOPE })).min(1),
    }),
  ),
});

type KeyEntry = z.output<typeof keysFile>['keys'][number];

/** Throws an Error that names everything wrong with the file's content, and never shows a hash. */
export function readKeysFile(content: string): KeyEntry[] {
  const parsed = keysFile.safeParse(jsonOf(content));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `  ${path.join('.') || 'the file'}: ${message}`,
    );
    throw new Error(`The keys file is not right:\n${lines.join('\n')}`);
  }
  const { keys } = parsed.data;
  const names = keys.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  if (twice.length > 0)
    throw new Error(`The keys file is not right:\n  two keys are called ${twice.join(', ')}`);
  return keys;
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    // The parser's message would quote the content.
    throw new Error('The keys file is not valid JSON.');
  }
}
