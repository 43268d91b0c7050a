import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { accessV1 } from '@duixian/proto';
import { createLogger } from '@duixian/runtime';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readAccessFile, writeAccessFile } from './access-file.ts';
import { type Access, Keyring } from './keyring.ts';
import { accessOf } from './keyring-for-tests.ts';
import { WatchAccess } from './watch-access.ts';

const log = createLogger('gateway', 'silent');
const SECRET = 'of this gateway';
const textOf = (name: string) => `${name}-secret`;
const watches: WatchAccess[] = [];
let file: string;
/** The answer of services/partners; undefined while it is away. */
let access: Access | undefined;
let asked: bigint[];
const reported: accessV1.KeyUse[] = [];

const client = {
  async getAccess({ knownVersion }: accessV1.GetAccessRequest): Promise<accessV1.GetAccessResponse> {
    asked.push(knownVersion);
    if (!access) throw new Error('away');
    const { version, grants, sources } = access;
    const isChanged = version !== knownVersion;
    return isChanged
      ? { version, isChanged, grants: [...grants], sources: [...sources], ended: [] }
      : { version, isChanged, grants: [], sources: [], ended: [] };
  },
  async reportUses({ uses }: accessV1.ReportUsesRequest): Promise<accessV1.ReportUsesResponse> {
    reported.push(...uses);
    return {};
  },
};

function open(keyring = new Keyring('test'), path: string | undefined = file) {
  const watch = new WatchAccess(keyring, client, { file: path, secret: SECRET, log, everyMs: 5 });
  watches.push(watch);
  return { keyring, watch };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 400) throw new Error('it never came about');
    await sleep(5);
  }
}

beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'access-')), 'access.json');
  access = accessOf({ li: ['prepare'] }, textOf, { 'urn:a:b': 1n });
  asked = [];
});

afterEach(async () => {
  for (const watch of watches.splice(0)) await watch.stop();
});

describe('a gateway', () => {
  it('tells partners which keys were used, and from where', async () => {
    const { keyring, watch } = open();
    keyring.wasUsed('li', '10.1.2.3', 1_000);
    keyring.wasUsed('li', '10.1.2.4', 2_000);
    await watch.start();
    await until(() => reported.length > 0);
    expect(reported).toEqual([{ key: 'li', at: '1970-01-01T00:00:02.000Z', address: '10.1.2.4' }]);
  });

  it('knows the keys when it has started, and every change soon after', async () => {
    const { keyring, watch } = open();
    await watch.start();
    expect(keyring.find('li-secret')?.person).toBe('li');
    access = { ...accessOf({ wang: ['read'] }, textOf), version: 2n };
    await until(() => keyring.find('wang-secret') !== undefined);
    expect(keyring.find('li-secret')).toBeUndefined();
    await until(() => asked.at(-1) === 2n);
    expect(asked.slice(0, 1)).toEqual([0n]);
  });

  it('goes on with what it knows while services/partners is away, and after a start of its own', async () => {
    const { keyring, watch } = open();
    await watch.start();
    access = undefined;
    await until(() => asked.length > 3);
    expect(keyring.find('li-secret')?.person).toBe('li');
    await watch.stop();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    const again = open();
    await again.watch.start();
    expect(again.keyring.find('li-secret')?.person).toBe('li');
    expect(again.keyring.versionsOf(['urn:a:b'])).toEqual(new Map([['urn:a:b', 1n]]));
  });

  it.each([
    ['too old', () => writeAccessFile(file, access as Access, Date.now() - 2 * 3_600_000, SECRET)],
    ['from the future', () => writeAccessFile(file, access as Access, Date.now() + 9 * 3_600_000, SECRET)],
    ['cut short', () => writeFileSync(file, '{"version":1')],
  ])('goes by no copy that is %s for long, and asks', async (_, write) => {
    write();
    const { keyring, watch } = open();
    await watch.start();
    expect(keyring.find('li-secret')?.person).toBe('li');
    expect(asked.length).toBeGreaterThan(0);
    expect(keyring.isKnown(Date.now() + 3_700_000)).toBe(false);
  });

  it('lets nobody in by a copy that somebody else wrote, also while services/partners is away', async () => {
    const forged = { ...accessOf({ chen: ['approve'] }, textOf), version: 1n };
    writeAccessFile(file, forged, Date.now(), 'of somebody else');
    const { keyring, watch } = open();
    await watch.start();
    expect(keyring.find('chen-secret')).toBeUndefined();
    expect(keyring.find('li-secret')?.person).toBe('li');
  });

  it('asks for all keys at its start, whatever version its copy has', async () => {
    // As after a restore of partners: the same number, but other keys.
    writeAccessFile(file, accessOf({ chen: ['approve'] }, textOf), Date.now(), SECRET);
    const { keyring, watch } = open();
    await watch.start();
    await until(() => keyring.find('li-secret') !== undefined);
    expect(asked[0]).toBe(0n);
    expect(keyring.find('chen-secret')).toBeUndefined();
  });

  it('serves though its copy cannot be kept', async () => {
    const { keyring, watch } = open(undefined, join(file, 'nowhere', 'access.json'));
    await watch.start();
    expect(keyring.find('li-secret')?.person).toBe('li');
  });
});

it('a copy is read as it was written', () => {
  writeAccessFile(file, access as Access, 1_000, SECRET);
  expect(readAccessFile(file, SECRET)).toEqual({ access: { ...access, isChanged: true }, knownAtMs: 1_000 });
  expect(readAccessFile(file, 'of somebody else')).toBeUndefined();
});
