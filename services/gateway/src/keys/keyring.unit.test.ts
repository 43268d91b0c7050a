import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@duixian/runtime';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Keyring } from './keyring.ts';

const folder = mkdtempSync(join(tmpdir(), 'keyring-'));
const path = join(folder, 'keys.json');

function write(keys: object): void {
  writeFileSync(`${path}.new`, JSON.stringify({ keys }));
  renameSync(`${path}.new`, path);
}

function entry(name: string, token: string, scopes: string[]) {
  return { name, sha256: createHash('sha256').update(token).digest('hex'), scopes };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 100) throw new Error('it never came about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('the keys of a file', () => {
  beforeEach(() =>
    write([entry('exchange', 'secret-1', ['source:urn:a:b']), entry('officer', 'secret-2', ['officer'])]),
  );
  afterEach(() => rmSync(path, { force: true }));

  it('are known by their hashes', () => {
    const keyring = new Keyring(path);
    expect(keyring.find('secret-1')?.name).toBe('exchange');
    expect(keyring.find('secret-2')).toMatchObject({ name: 'officer', officer: true });
    expect(keyring.find('secret-3')).toBeUndefined();
    expect(keyring.find('')).toBeUndefined();
  });

  it('are read again when the file changes, and stay while it is not right', async () => {
    const keyring = new Keyring(path);
    keyring.watch(createLogger('gateway', 'silent'));
    try {
      write([entry('exchange', 'secret-9', ['source:*'])]);
      await until(() => keyring.find('secret-9') !== undefined);
      expect(keyring.find('secret-1')).toBeUndefined();
      write([{ name: 'broken' }]);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(keyring.find('secret-9')?.name).toBe('exchange');
    } finally {
      keyring.close();
    }
  });

  it('name everything that is wrong with the file, and show no hash', () => {
    write([{ name: 'a', sha256: 'AB'.repeat(32), scopes: ['admin'] }]);
    expect(() => new Keyring(path)).toThrow(
      /keys\.0\.sha256: .*64 lower-case hex[\s\S]*keys\.0\.scopes\.0: /,
    );
    expect(() => new Keyring(path)).not.toThrow(/ABAB/);
  });

  it('have each a name of their own', () => {
    write([entry('a', 'x', ['read']), entry('a', 'y', ['read'])]);
    expect(() => new Keyring(path)).toThrow('two keys are called a');
  });

  it('are needed', () => {
    rmSync(path);
    expect(() => new Keyring(path)).toThrow('ENOENT');
  });
});
