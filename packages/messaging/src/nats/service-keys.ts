import { randomBytes } from 'node:crypto';
import { ConfigurationError, type Secret } from '@duixian/runtime';
import { z } from 'zod';
import { NATS_RIGHTS, type NatsService, pairsOfServices } from './rights.ts';

/**
 * The keys with which a service proves what it publishes, and checks what it reads: 32 random bytes in base64url for
 * each pair of a producer and a reader, known only to them. While a key is renewed a pair has two: the producer proves
 * with the first, and the reader accepts either.
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

/** The key file of one service, taken from the keys of all pairs. */
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
 * The content of a service's key file. Without a file nothing is proven and no proof is required, which is allowed only
 * in development; a service that neither publishes nor reads needs none.
 */
export function readServiceKeys(
  service: string,
  { ENVIRONMENT, NATS_SERVICE_KEYS_FILE: file }: Variables,
): ServiceKeys | undefined {
  if (!Object.hasOwn(NATS_RIGHTS, service)) return undefined;
  if (file) return parseServiceKeys(service as NatsService, file.reveal());
  if (ENVIRONMENT === 'development') return undefined;
  throw wrong([
    `NATS_SERVICE_KEYS_FILE: the path of the file of ${service}'s keys; without them it could neither prove what it publishes nor check what it reads`,
  ]);
}

/**
 * Reports every fault at once; the location of a fault is named, and its value never shown. A file that is not
 * `isWhole` may lack pairs, as the file of an earlier release does.
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

/** Undefined, which no schema accepts, where the text is not JSON: a parser's message could show a part of a key. */
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
