import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import type { Secret } from '../secret.ts';
import { NATS_RIGHTS, type NatsService, pairsOfServices } from './rights.ts';

/**
 * The keys by which a service proves what it publishes, and checks what it reads: 32 random bytes in base64url for each
 * pair of a producer and a reader, which nobody else has. While a key is renewed a pair has two: the producer proves with the
 * first, and the reader takes either.
 */
export type ServiceKeys = {
  readonly service: NatsService;
  /** By reader. */
  readonly publishes: Readonly<Record<string, readonly string[]>>;
  /** By producer. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
};

const KEY_BYTES = 32;
const MOST_KEYS = 2;
const KEYS = `one or two keys of ${KEY_BYTES} bytes in base64url, the one in use first`;

export function newServiceKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** The file of one service, of the keys of all pairs. */
export function serviceKeysOf(
  service: NatsService,
  keysOf: (producer: NatsService, reader: NatsService) => readonly string[],
): ServiceKeys {
  const pairs = pairsOfServices();
  const publishes = pairs.filter(({ producer }) => producer === service);
  const reads = pairs.filter(({ reader }) => reader === service);
  return {
    service,
    publishes: Object.fromEntries(publishes.map(({ reader }) => [reader, keysOf(service, reader)])),
    reads: Object.fromEntries(reads.map(({ producer }) => [producer, keysOf(producer, service)])),
  };
}

type Variables = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly NATS_SERVICE_KEYS_FILE?: Secret | undefined;
};

/**
 * What stands in the file of a service. Without one nothing is proven and nothing is asked for, which only development may
 * do; a service that has no place among those that publish and read needs none.
 */
export function readServiceKeys(
  service: string,
  { ENVIRONMENT, NATS_SERVICE_KEYS_FILE: file }: Variables,
): ServiceKeys | undefined {
  if (!Object.hasOwn(NATS_RIGHTS, service)) return undefined;
  if (file) return parseServiceKeys(service as NatsService, file.reveal());
  if (ENVIRONMENT === 'development') return undefined;
  throw wrong([
    `NATS_SERVICE_KEYS_FILE: the path of the file of ${service}'s keys; without them it could not prove what it publishes, and would believe whatever it reads`,
  ]);
}

/**
 * Every fault at once; what stands where is named, and never shown. One that is not `isWhole` may lack pairs, as that of an
 * earlier release does.
 */
export function parseServiceKeys(
  service: NatsService,
  text: string,
  { isWhole = true }: { readonly isWhole?: boolean } = {},
): ServiceKeys {
  const wanted = serviceKeysOf(service, () => []);
  const key = z.string({ error: KEYS }).refine(isKey, { error: KEYS });
  const keys = z.array(key, { error: KEYS }).min(1, { error: KEYS }).max(MOST_KEYS, { error: KEYS });
  const side = (names: object) => {
    const ofEach = Object.fromEntries(
      Object.keys(names).map((name) => [name, isWhole ? keys : keys.optional()]),
    );
    return z.strictObject(ofEach, {
      error: ({ code }) => (code === 'unrecognized_keys' ? undefined : 'keys by the name of a service'),
    });
  };
  const shape = z.strictObject({
    service: z.literal(service, { error: `"${service}": it is the file of another service` }),
    publishes: side(wanted.publishes),
    reads: side(wanted.reads),
  });
  const parsed = shape.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data as ServiceKeys;
  throw wrong(
    parsed.error.issues.map(({ path, message }) =>
      ['NATS_SERVICE_KEYS_FILE', path.join('.') || undefined, message].filter(Boolean).join(': '),
    ),
  );
}

function isKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === KEY_BYTES && bytes.toString('base64url') === text;
}

/** Undefined, which no shape takes, where it is none: what a parser says of it could show a part of a key. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrong(faults: readonly string[]): ConfigurationError {
  const lines = faults.map((fault) => `  ${fault}`);
  return new ConfigurationError(
    `The configuration is not right. deploy/local/src/make-service-keys.ts makes the keys between services, and packages/runtime/README.md says how they are renewed:\n${lines.join('\n')}`,
  );
}
