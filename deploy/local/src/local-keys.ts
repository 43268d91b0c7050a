import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { DataFolder } from './data-folder.ts';
import { withFileProblems } from './file-problem.ts';
import { Problem } from './problem.ts';
import { writeAtomically } from './write-atomically.ts';

const localKeys = z.object({
  /** May write every source, read everything, decide, release and prepare payments. */
  adminKey: z.string().min(20),
  /**
   * The key of a second person who prepares: what one has entered, the other decides. Created where an earlier
   * release has none.
   */
  preparerKey: z
    .string()
    .min(20)
    .default(() => randomKey()),
  /** The key of another person, who approves what the first prepared. */
  approverKey: z.string().min(20),
  /** The treasury's key, for the statuses that it returns. */
  treasuryKey: z.string().min(20),
  /** Signs what is sent to the treasury (Standard Webhooks). */
  treasurySecret: z.string().startsWith('whsec_'),
});

export type LocalKeys = z.output<typeof localKeys>;

const ADMIN_SCOPES = ['source:*', 'read', 'officer', 'prepare'];

/** The keys of a system on this machine, created at its first start and kept. Its services get only hashes. */
export function keepLocalKeys(folder: DataFolder): LocalKeys {
  const isNew = !existsSync(folder.keysFile) || !existsSync(folder.firstPersonsFile);
  const keys = existsSync(folder.keysFile) ? readLocalKeys(folder) : makeKeys();
  withFileProblems(folder.path, () => {
    if (!isNew) return;
    writeJson(folder.keysFile, keys);
    writeJson(folder.firstPersonsFile, firstPersons(keys));
  });
  return keys;
}

export function readLocalKeys(folder: DataFolder): LocalKeys {
  try {
    return localKeys.parse(JSON.parse(readFileSync(folder.keysFile, 'utf8')));
  } catch (cause) {
    throw new Problem(
      `${folder.keysFile} cannot be read as this system's keys. Put back the file as it was, or move ${folder.path} away to begin again.`,
      { cause },
    );
  }
}

function makeKeys(): LocalKeys {
  return {
    adminKey: randomKey(),
    preparerKey: randomKey(),
    approverKey: randomKey(),
    treasuryKey: randomKey(),
    treasurySecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

function randomKey(): string {
  return `duixian_${randomBytes(24).toString('base64url')}`;
}

/**
 * The persons that all actions need (FIRST_PERSONS_FILE of services/partners): two who prepare, one who approves, the
 * treasury.
 */
function firstPersons({ adminKey, preparerKey, approverKey, treasuryKey }: LocalKeys): unknown {
  const one = (id: string, key: string, scopes: readonly string[], kind = 'person') => ({
    ...{ id, name: id, kind, scopes },
    keys: [{ name: id, sha256: sha256(key) }],
  });
  return {
    persons: [
      one('local-admin', adminKey, ADMIN_SCOPES),
      one('local-preparer', preparerKey, ['prepare']),
      one('local-approver', approverKey, ['approve']),
      one('local-treasury', treasuryKey, ['treasury'], 'machine'),
    ],
  };
}

function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function writeJson(path: string, value: unknown): void {
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}
