import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@duixian/infrastructure';
import { describe, expect, it } from '@jest/globals';
import { choosePorts } from './choose-ports.ts';
import { prepareDataFolder } from './data-folder.ts';
import { keepLocalKeys } from './local-keys.ts';
import { keepMongodPort, mongodPort } from './mongod-port.ts';
import { Problem } from './problem.ts';
import { readSystemState, writeSystemState } from './system-state.ts';

describe('a data folder', () => {
  it('cannot be a file, nor lie below one', () => {
    const file = join(newFolder(), 'a file');
    writeFileSync(file, '');
    expect(() => prepareDataFolder(file)).toThrow(Problem);
    expect(() => prepareDataFolder(join(file, 'below'))).toThrow(/cannot be a folder.*--data/);
  });

  it('cannot lie where nothing can be made', () => {
    expect(() => prepareDataFolder('/proc/duixian')).toThrow(/\/proc\/duixian/);
  });

  it('keeps its keys, which only their owner can read, and gives its services hashes alone', () => {
    const folder = prepareDataFolder(newFolder());
    const keys = keepLocalKeys(folder);
    expect(keepLocalKeys(folder)).toEqual(keys);
    expect(statSync(folder.keysFile).mode & 0o777).toBe(0o600);
    const hashed = readFileSync(folder.firstPersonsFile, 'utf8');
    for (const key of Object.values(keys)) expect(hashed).not.toContain(key);
    const person = (id: string, scopes: string[], kind = 'person') => ({
      ...{ id, name: id, kind, scopes },
      keys: [{ name: id, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(JSON.parse(hashed).persons).toEqual([
      person('local-admin', ['source:*', 'read', 'officer', 'prepare']),
      person('local-preparer', ['prepare']),
      person('local-approver', ['approve']),
      person('local-treasury', ['treasury'], 'machine'),
    ]);
  });

  it('of an earlier release gets the key that it lacks, and keeps the others', () => {
    const folder = prepareDataFolder(newFolder());
    const { preparerKey, ...earlier } = keepLocalKeys(folder);
    writeFileSync(folder.keysFile, JSON.stringify(earlier));
    rmSync(folder.firstPersonsFile);
    const keys = keepLocalKeys(folder);
    expect(keys).toEqual({ ...earlier, preparerKey: expect.stringMatching(/^duixian_/) });
    expect(keys.preparerKey).not.toBe(preparerKey);
    expect(keepLocalKeys(folder)).toEqual(keys);
  });

  it('says which file is damaged and what to do', () => {
    const folder = prepareDataFolder(newFolder());
    writeFileSync(folder.keysFile, '{"adminKey":');
    expect(() => keepLocalKeys(folder)).toThrow(/keys\.json cannot be read.*move .* away/);
  });

  it('does without a damaged state file', () => {
    const folder = prepareDataFolder(newFolder());
    writeSystemState(folder, { url: 'http://127.0.0.1:1', ports: {}, processes: {} });
    expect(readSystemState(folder)?.url).toBe('http://127.0.0.1:1');
    writeFileSync(folder.stateFile, '{"url":');
    expect(readSystemState(folder)).toBeUndefined();
  });

  it('says so when it is the name of a folder where a file should be', () => {
    const folder = prepareDataFolder(newFolder());
    mkdirSync(folder.stateFile);
    expect(() => writeSystemState(folder, { url: '', ports: {}, processes: {} })).toThrow(/should be a file/);
  });
});

describe('ports', () => {
  it('stay what they were while they are free', async () => {
    const ports = await choosePorts({}, 0);
    expect(await choosePorts(ports, undefined)).toEqual(ports);
  });

  it('are never given twice, and another one is taken where one is in use', async () => {
    const ports = await choosePorts({}, 0);
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
    const occupant = createServer().listen(ports['nats'], '127.0.0.1');
    await new Promise((resolve) => occupant.once('listening', resolve));
    const chosen = await choosePorts(ports, undefined);
    occupant.close();
    expect(chosen['nats']).not.toBe(ports['nats']);
    expect({ ...chosen, nats: 0 }).toEqual({ ...ports, nats: 0 });
  });

  it('of MongoDB stay what they were, also where the state was lost: its data opens under no other', async () => {
    const folder = prepareDataFolder(newFolder());
    expect(mongodPort(folder, { mongod: 1 })).toBeUndefined();
    const { mongod: port = 0 } = await choosePorts({}, 0, mongodPort(folder));
    keepMongodPort(folder, port);
    expect(await choosePorts({}, 0, mongodPort(folder))).toMatchObject({ mongod: port });
    const occupant = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => occupant.once('listening', resolve));
    await expect(choosePorts({}, 0, mongodPort(folder))).rejects.toThrow(
      `Port ${port} is in use by another program, and the data of MongoDB in this folder opens under that port alone.`,
    );
    occupant.close();
  });

  it('of the gateway are not changed silently', async () => {
    const port = await freePort();
    const occupant = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => occupant.once('listening', resolve));
    await expect(choosePorts({}, port)).rejects.toThrow(`Port ${port} is in use by another program.`);
    occupant.close();
  });
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'duixian-test-'));
}
