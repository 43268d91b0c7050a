import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { accessV1 } from '@duixian/proto';
import { z } from 'zod';
import type { Access } from './keyring.ts';

/** `access`: the answer of services/partners, protobuf in base64. It holds hashes of keys, and no key. */
const file = z.strictObject({ version: z.literal(1), knownAt: z.iso.datetime(), access: z.base64() });

/**
 * What the gateway keeps for itself, so that it serves when it starts again while services/partners is away. Readable by
 * its owner only. Undefined where there is none that can be read: then it is asked for anew.
 */
export function readAccessFile(path: string): { access: Access; knownAtMs: number } | undefined {
  try {
    const { knownAt, access } = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    return {
      access: accessV1.GetAccessResponse.decode(Buffer.from(access, 'base64')),
      knownAtMs: Date.parse(knownAt),
    };
  } catch {
    return undefined;
  }
}

/** Replaced in one step: a process that ends in the midst leaves the one before. */
export function writeAccessFile(path: string, access: Access, knownAtMs: number): void {
  const answer = { ...access, grants: [...access.grants], sources: [...access.sources], isChanged: true };
  const content = {
    version: 1,
    knownAt: new Date(knownAtMs).toISOString(),
    access: Buffer.from(accessV1.GetAccessResponse.encode(answer).finish()).toString('base64'),
  };
  const next = `${path}.${process.pid}`;
  writeFileSync(next, JSON.stringify(content), { mode: 0o600 });
  renameSync(next, path);
}
