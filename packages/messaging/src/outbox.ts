import { type Database, type Session, transact } from '@duixian/runtime';
import { assert, LIMITS } from '@duixian/values';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import { Binary, type Collection, ObjectId } from 'mongodb';
import { DeadLetters } from './dead-letters.ts';
import { MESSAGE_VERSION } from './message-version.ts';
import type { MessageProofs } from './nats/message-proofs.ts';
import type { NatsMessage } from './nats/publisher.ts';
import { packed } from './packed.ts';

/** One event for others: a CloudEvent whose attributes travel in headers (binary mode of the NATS binding). */
export type OutboxMessage = {
  readonly subject: string;
  /** CloudEvent type, such as `duixian.fact.contract.v1`. */
  readonly type: string;
  /** CloudEvent source: the service that publishes it. */
  readonly source: string;
  /** CloudEvent subject: the record or entity that it is about. */
  readonly about: string;
  readonly payload: Uint8Array;
  readonly traceparent?: string | undefined;
};

type StoredMessage = Omit<OutboxMessage, 'payload'> & { readonly payload: Binary };
type OutboxDocument = { _id: ObjectId; at: Date; count: number; messages: StoredMessage[] };

/** Documents of one transaction, which the relay takes from memory after the commit. */
export type OutboxBatch = readonly OutboxDocument[];

/** Allowance for the headers, and for the field names of the stored document. */
const OVERHEAD_BYTES = 512;

/**
 * The events of a service, stored in the same transaction as the state they describe. Only the relay publishes them.
 */
export class Outbox {
  readonly collection: Collection<OutboxDocument>;
  /** Keeps the messages that NATS never accepts. */
  readonly deadLetters: DeadLetters;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.collection = database.collection<OutboxDocument>('outbox');
    this.deadLetters = new DeadLetters(database);
  }

  /** One document for a whole batch, split where it grows too large. A message too large for NATS is a defect here. */
  async add(session: Session, messages: readonly OutboxMessage[]): Promise<OutboxBatch> {
    if (messages.length === 0) return [];
    const documents = packed(messages, sizeOf, LIMITS.outboxDocumentBytes.most).map((part) => ({
      _id: new ObjectId(),
      at: new Date(),
      count: part.length,
      messages: part.map((message) => ({ ...message, payload: new Binary(message.payload) })),
    }));
    await this.collection.insertMany(documents, { session });
    return documents;
  }

  /** Adds them in a separate transaction: for current state that is published once more. */
  addAlone(messages: readonly OutboxMessage[]): Promise<OutboxBatch> {
    return messages.length === 0
      ? Promise.resolve([])
      : transact(this.#database, (session) => this.add(session, messages));
  }
}

/**
 * A message as it goes to NATS. `id` identifies this publication, and the proof is made for it with the current keys.
 */
export function natsMessage(
  message: OutboxMessage,
  id: string,
  at: Date,
  proofs: MessageProofs | undefined,
): NatsMessage {
  const { subject, type, source, about, payload, traceparent } = message;
  // All values are our own, so they are set directly: `set` would search for an existing name, at triple the cost.
  const carrier = MsgHdrsImpl.fromRecord({
    'ce-specversion': ['1.0'],
    'ce-schemaversion': [String(MESSAGE_VERSION)],
    'ce-id': [id],
    'ce-type': [type],
    'ce-source': [source],
    // Header values are ASCII on the wire; ids of records may be any text.
    'ce-subject': [encodeURIComponent(about)],
    'ce-time': [at.toISOString()],
    'content-type': ['application/protobuf'],
    ...(traceparent ? { traceparent: [traceparent] } : {}),
  });
  const published = { subject, headers: carrier, payload };
  proofs?.prove(published);
  return published;
}

export function natsMessages(
  { _id, at, messages }: OutboxDocument,
  proofs: MessageProofs | undefined,
): NatsMessage[] {
  return messages.map((message, index) =>
    natsMessage({ ...message, payload: message.payload.buffer }, `${_id}-${index}`, at, proofs),
  );
}

function sizeOf({ subject, about, payload }: OutboxMessage): number {
  const size = payload.length + OVERHEAD_BYTES;
  assert(
    size <= LIMITS.messageBytes.most,
    `${subject} about ${about} has ${payload.length} bytes, more than a message may have`,
  );
  return size;
}
