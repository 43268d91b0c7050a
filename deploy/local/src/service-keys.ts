import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NatsService } from '@duixian/messaging/nats-rights';
import { newServiceKey, parseServiceKeys, serviceKeysOf } from '@duixian/messaging/service-keys';
import { withFileProblems } from './file-problem.ts';
import { Problem } from './problem.ts';
import { writeAtomically } from './write-atomically.ts';

export const SERVICE_KEYS_FILE = 'service-keys.json';

/**
 * The steps by which every key is renewed, after each of which all services are restarted: the new key is known, it is
 * used, the old one is forgotten.
 */
export const RENEWAL = ['add', 'switch', 'drop'] as const;
export type RenewalStep = (typeof RENEWAL)[number];

/** The keys of a pair after each step. */
const RENEWED: Readonly<Record<RenewalStep, (keys: readonly string[]) => readonly string[]>> = {
  add: ([inUse = newServiceKey()]) => [inUse, newServiceKey()],
  switch: (keys) => [...keys].reverse(),
  drop: ([inUse = newServiceKey()]) => [inUse],
};

/**
 * One file for each service, with its keys as producer and as reader, in a folder of its own that nobody else reads.
 * Existing keys remain, and pairs that a release added get theirs.
 */
export function keepServiceKeys(folder: string, services: readonly NatsService[], step?: RenewalStep): void {
  const held = new Map(services.map((service) => [service, heldBy(folder, service)]));
  const keys = new Map<string, readonly string[]>();
  const keysOf = (producer: NatsService, reader: NatsService) => {
    const pair = `${producer} ${reader}`;
    const before = held.get(producer)?.publishes[reader] ?? held.get(reader)?.reads[producer] ?? [];
    const now = keys.get(pair) ?? (step ? RENEWED[step](before) : before);
    keys.set(pair, now.length > 0 ? now : [newServiceKey()]);
    return keys.get(pair) ?? [];
  };
  for (const service of services) write(folder, service, serviceKeysOf(service, keysOf));
}

type Held = Readonly<Record<'publishes' | 'reads', Readonly<Record<string, readonly string[]>>>>;

/**
 * The existing keys of an earlier release, as far as it has them. A broken file is not replaced, because that could
 * hide a forger.
 */
function heldBy(folder: string, service: NatsService): Held | undefined {
  const path = join(folder, service, SERVICE_KEYS_FILE);
  if (!existsSync(path)) return undefined;
  const text = withFileProblems(folder, () => readFileSync(path, 'utf8'));
  try {
    return parseServiceKeys(service, text, { isWhole: false });
  } catch (cause) {
    throw new Problem(
      `${path} does not hold the keys of ${service}. Restore it, or delete it and ${SERVICE_KEYS_FILE} of all other services: then all are made again, and messages that were not read yet are not believed until ./duixian republish.`,
      { cause },
    );
  }
}

function write(folder: string, service: NatsService, content: object): void {
  const path = join(folder, service, SERVICE_KEYS_FILE);
  withFileProblems(folder, () => {
    mkdirSync(join(folder, service), { recursive: true, mode: 0o700 });
    writeAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
  });
}
