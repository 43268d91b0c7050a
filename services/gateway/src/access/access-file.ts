import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { accessV1 } from '@duixian/proto';
import { z } from 'zod';
import type { Access } from './keyring.ts';

/**
 * `access`: the answer of services/partners, as base64 of protobuf. It holds hashes of keys, and no key. `mac`:
 * HMAC-SHA-256 over the other two members with a secret of the gateway, so that writing this file gives nobody access.
 */
const file = z.strictObject({
  version: z.literal(2),
  knownAt: z.iso.datetime(),
  access: z.base64(),
  mac: z.base64(),
});

/**
 * The last known keys, so that the gateway can serve when it restarts while services/partners is away. Only its owner
 * can read the file. Undefined where this gateway wrote no such file: then it asks partners.
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

/** Replaced in one step: a process that is killed in between leaves the former file. */
export function writeAccessFile(path: string, access: Access, knownAtMs: number, secret: string): void {
  const answer = {
    ...access,
    grants: [...access.grants],
    sources: [...access.sources],
    ended: [...access.ended],
    isChanged: true,
  };
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
