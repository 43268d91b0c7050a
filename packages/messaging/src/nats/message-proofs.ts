import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { MsgHdrs } from '@nats-io/transport-node';
import type { NatsMessage } from './publisher.ts';
import { type NatsService, producerOf, readersOf } from './rights.ts';
import type { ServiceKeys } from './service-keys.ts';

/** The header that carries the proofs of a message: `reader=proof`, with commas between the readers. */
export const PROOF_HEADER = 'duixian-proof';

/** What is proven besides subject and payload. `traceparent` is not, because nobody acts on it. */
const PROVEN = ['ce-id', 'ce-type', 'ce-source', 'ce-subject', 'ce-time', 'ce-schemaversion'] as const;
/** Base64url characters: 144 bits, so that each guess is a refused message, which raises an alarm. */
const PROOF_CHARACTERS = 24;
/** Headers of the server's own API responses, which somebody may have directed to a subject of a stream. */
const OF_THE_SERVER = ['Nats-Stream', 'Nats-Subject'];

/** A message as its reader sees it. */
export type ReadMessage = {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: HeadersRead;
};

type HeadersRead = { get(name: string): string | undefined };

/** Proves that the service with the right to publish on a subject published this message there, with this content. */
export class MessageProofs {
  readonly #service: NatsService;
  readonly #publishes: ReadonlyMap<string, readonly KeyObject[]>;
  readonly #reads: ReadonlyMap<string, readonly KeyObject[]>;
  /** Cached by subject: a service publishes on few of them. */
  readonly #readers = new Map<string, readonly NatsService[]>();

  constructor({ service, publishes, reads }: ServiceKeys) {
    this.#service = service;
    this.#publishes = keyObjects(publishes);
    this.#reads = keyObjects(reads);
  }

  /** Adds the proof of a message to its headers, for each of its readers. */
  prove({ subject, headers, payload }: NatsMessage): void {
    const readers = this.#readersOf(subject);
    if (readers.length === 0) return;
    const signed = canonical({ subject, headers });
    const proofs = readers.flatMap((reader) => {
      const [key] = this.#publishes.get(reader) ?? [];
      return key ? [`${reader}=${proofOf(key, this.#service, reader, signed, payload)}`] : [];
    });
    headers.set(PROOF_HEADER, proofs.join(','));
  }

  /** Why a message is not believed; undefined where it is. */
  doubt(message: ReadMessage): string | undefined {
    const producer = producerOf(message.subject);
    const keys = producer && this.#reads.get(producer);
    if (!producer || !keys) return `no service that ${this.#service} reads may publish on ${message.subject}`;
    const given = this.#givenIn(message.headers.get(PROOF_HEADER) ?? '');
    if (given === undefined) return `it carries no proof for ${this.#service} that ${producer} published it`;
    const signed = canonical(message);
    const isProven = keys.some((key) => {
      const right = Buffer.from(proofOf(key, producer, this.#service, signed, message.payload));
      return given.length === right.length && timingSafeEqual(given, right);
    });
    return isProven ? undefined : `its proof is not one of ${producer} for this subject and content`;
  }

  #givenIn(header: string): Buffer | undefined {
    const prefix = `${this.#service}=`;
    const own = header.split(',').find((one) => one.startsWith(prefix));
    return own === undefined ? undefined : Buffer.from(own.slice(prefix.length));
  }

  #readersOf(subject: string): readonly NatsService[] {
    let readers = this.#readers.get(subject);
    if (!readers) {
      readers = readersOf(subject);
      this.#readers.set(subject, readers);
    }
    return readers;
  }
}

/**
 * Why a message of a stream is not believed; undefined where it is. Without keys, in development, only messages that
 * the server itself wrote there are refused.
 */
export function doubtOf(proofs: MessageProofs | undefined, message: ReadMessage): string | undefined {
  const isAnswer = OF_THE_SERVER.some((name) => (message.headers.get(name) ?? '') !== '');
  if (isAnswer) return 'it is an answer of the NATS server, not an event of a service';
  return proofs?.doubt(message);
}

/** A message as the NATS client gives it. */
export function readMessage({
  subject,
  data,
  headers,
}: {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
}): ReadMessage {
  return { subject, payload: data, headers: { get: (name) => headers?.get(name) } };
}

function keyObjects(keys: ServiceKeys['reads']): ReadonlyMap<string, readonly KeyObject[]> {
  return new Map(
    Object.entries(keys).map(([name, texts]) => [
      name,
      texts.map((text) => createSecretKey(Buffer.from(text, 'base64url'))),
    ]),
  );
}

/** Each text follows its length, so that nothing can be moved from one into the next. */
function canonical({ subject, headers }: Pick<ReadMessage, 'subject' | 'headers'>): string {
  let signed = withLength(subject);
  for (const name of PROVEN) signed += withLength(headers.get(name) ?? '');
  return signed;
}

function withLength(text: string): string {
  return `${text.length}:${text}`;
}

/** The payload is what remains after the texts of known length. */
function proofOf(
  key: KeyObject,
  producer: string,
  reader: string,
  signed: string,
  payload: Uint8Array,
): string {
  return createHmac('sha256', key)
    .update(withLength(producer) + withLength(reader) + signed)
    .update(payload)
    .digest('base64url')
    .slice(0, PROOF_CHARACTERS);
}
