import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { accessV1 } from '@duixian/proto';
import { z } from 'zod';
import type { Access } from './keyring.ts';

/**
 * `access`: the answer of services/partners, protobuf in base64. It holds hashes of keys, and no key. `mac`: HMAC-SHA-256
 * over both other members with a secret of the gateway, so that nobody gets in by writing this file.
 */
const file = z.strictObject({
  version: z.literal(2),
  knownAt: z.iso.datetime(),
  access: z.base64(),
  mac: z.base64(),
});

/**
 * What the gateway keeps for itself, so that it serves when it starts again while services/partners is away. Readable by
 * its owner only. Undefined where there is none that this gateway wrote: then partners is asked.
 */
export function readAccessFile(
  path: string,
  secret: string,
): { access: Access; knownAtMs: number } | undefined {
  try {
    const { knownAt, access, mac } = file.parse(JSON.parse(readFileSync(path, 'utf8')));
    const expected = macOf(knownAt, access, secret);
    const given = Buffer.from(mac, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return {
      access: accessV1.GetAccessResponse.decode(Buffer.from(access, 'base64')),
      knownAtMs: Date.parse(knownAt),
    };
  } catch {
    return undefined;
  }
}

/** Replaced in one step: a process that ends in the midst leaves the one before. */
export function writeAccessFile(path: string, access: Access, knownAtMs: number, secret: string): void {
  const answer = { ...access, grants: [...access.grants], sources: [...access.sources], isChanged: true };
  const knownAt = new Date(knownAtMs).toISOString();
  const encoded = Buffer.from(accessV1.GetAccessResponse.encode(answer).finish()).toString('base64');
  const mac = macOf(knownAt, encoded, secret).toString('base64');
  const content = { version: 2, knownAt, access: encoded, mac };
  const next = `${path}.${process.pid}`;
  writeFileSync(next, JSON.stringify(content), { mode: 0o600 });
  renameSync(next, path);
}

function macOf(knownAt: string, access: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`duixian access\n${knownAt}\n${access}`).digest();
}
