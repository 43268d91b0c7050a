import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NATS_RIGHTS } from '@duixian/messaging/nats-rights';
import { parseServiceKeys, type ServiceKeys } from '@duixian/messaging/service-keys';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Problem } from './problem.ts';
import { keepServiceKeys, RENEWAL, SERVICE_KEYS_FILE } from './service-keys.ts';

const SERVICES = Object.keys(NATS_RIGHTS) as (keyof typeof NATS_RIGHTS)[];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fileOf(service: string): string {
  return join(folder, service, SERVICE_KEYS_FILE);
}

function held(): Map<string, ServiceKeys> {
  return new Map(
    SERVICES.map((service) => [service, parseServiceKeys(service, readFileSync(fileOf(service), 'utf8'))]),
  );
}

/** The keys by pair, as both services of the pair hold them. */
function pairs(): Record<string, readonly string[]> {
  const all = held();
  const found: Record<string, readonly string[]> = {};
  for (const [producer, { publishes }] of all)
    for (const [reader, keys] of Object.entries(publishes)) {
      expect(all.get(reader)?.reads[producer]).toEqual(keys);
      found[`${producer} ${reader}`] = keys;
    }
  return found;
}

it('gives each pair a key that nobody else has, in files for their owners, and keeps it', () => {
  keepServiceKeys(folder, SERVICES);
  const made = pairs();
  expect(new Set(Object.values(made).flat()).size).toBe(Object.keys(made).length);
  for (const service of SERVICES) expect(statSync(fileOf(service)).mode & 0o077).toBe(0);
  keepServiceKeys(folder, SERVICES);
  expect(pairs()).toEqual(made);
});

it('renews every key in three steps, each of which has a key in common with the one before', () => {
  keepServiceKeys(folder, SERVICES);
  const before = pairs();
  const seen = [before];
  for (const step of RENEWAL) {
    keepServiceKeys(folder, SERVICES, step);
    seen.push(pairs());
  }
  for (const pair of Object.keys(before)) {
    const [first = [], added = [], switched = [], dropped = []] = seen.map((one) => one[pair]);
    const [old, young] = added;
    expect([first, switched, dropped]).toEqual([[old], [young, old], [young]]);
    expect(young).not.toBe(old);
  }
});

it('gives a pair that came with a release its key, and leaves the others', () => {
  keepServiceKeys(folder, SERVICES);
  const before = pairs();
  for (const [service, side, name] of [
    ['contracts', 'publishes', 'awards'],
    ['awards', 'reads', 'contracts'],
  ] as const) {
    const content = JSON.parse(readFileSync(fileOf(service), 'utf8'));
    delete content[side][name];
    writeFileSync(fileOf(service), JSON.stringify(content));
  }
  keepServiceKeys(folder, SERVICES);
  const after = pairs();
  expect(after['contracts awards']).not.toEqual(before['contracts awards']);
  expect({ ...after, 'contracts awards': [] }).toEqual({ ...before, 'contracts awards': [] });
});

it('replaces no file that it cannot read', () => {
  keepServiceKeys(folder, SERVICES);
  writeFileSync(fileOf('metering'), '{');
  expect(() => keepServiceKeys(folder, SERVICES)).toThrow(Problem);
});
