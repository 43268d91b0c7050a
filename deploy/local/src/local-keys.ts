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
  /** Another person's, who approves what the first prepared. */
  approverKey: z.string().min(20),
  /** The treasury's, for the statuses that it sends back. */
  treasuryKey: z.string().min(20),
  /** Signs what is sent to the treasury (Standard Webhooks). */
  treasurySecret: z.string().startsWith('whsec_'),
});

export type LocalKeys = z.output<typeof localKeys>;

const ADMIN_SCOPES = ['source:*', 'read', 'officer', 'prepare'];

/** The keys of a system on this machine, made at its first start and kept. The gateway gets hashes only. */
export function keepLocalKeys(folder: DataFolder): LocalKeys {
  const keys = existsSync(folder.keysFile) ? readLocalKeys(folder) : makeKeys();
  withFileProblems(folder.path, () => {
    if (!existsSync(folder.keysFile)) writeJson(folder.keysFile, keys);
    if (!existsSync(folder.hashedKeysFile)) writeJson(folder.hashedKeysFile, hashedKeys(keys));
  });
  return keys;
}

export function readLocalKeys(folder: DataFolder): LocalKeys {
  try {
    return localKeys.parse(JSON.parse(readFileSync(folder.keysFile, 'utf8')));
  } catch (cause) {
    throw new Problem(
      `${folder.keysFile} cannot be read as this system's keys. Put back the file as it was, or move ${folder.path} away to begin anew.`,
      { cause },
    );
  }
}

function makeKeys(): LocalKeys {
  const random = () => `duixian_${randomBytes(24).toString('base64url')}`;
  return {
    adminKey: random(),
    approverKey: random(),
    treasuryKey: random(),
    treasurySecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

function hashedKeys({ adminKey, approverKey, treasuryKey }: LocalKeys): unknown {
  return {
    keys: [
      { name: 'local-admin', sha256: sha256(adminKey), scopes: ADMIN_SCOPES },
      { name: 'local-approver', sha256: sha256(approverKey), scopes: ['approve'] },
      { name: 'local-treasury', sha256: sha256(treasuryKey), scopes: ['treasury'] },
    ],
  };
}

function sha256(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function writeJson(path: string, value: unknown): void {
  writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}
