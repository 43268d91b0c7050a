import { assert, LIMITS } from '@duixian/values';
import { MsgHdrsImpl } from '@nats-io/transport-node';
import mongoose from 'mongoose';
import { type Database, type Session, transact } from './database.ts';
import { DeadLetters } from './dead-letters.ts';
import type { MessageProofs } from './nats/message-proofs.ts';
import type { NatsMessage } from './nats/publisher.ts';
import { packed } from './packed.ts';
import { MESSAGE_VERSION } from './upgrades/message-version.ts';

/** One event for others: a CloudEvent whose attributes travel in headers (binary mode of the NATS binding). */
export type OutboxMessage = {
  readonly subject: string;
  /** CloudEvent type, such as `duixian.fact.contract.v1`. */
  readonly type: string;
  /** CloudEvent source: the service that says so. */
  readonly source: string;
  /** CloudEvent subject: the thing or entity that it is about. */
  readonly about: string;
  readonly payload: Uint8Array;
  readonly traceparent?: string | undefined;
};

type StoredMessage = Omit<OutboxMessage, 'payload'> & { readonly payload: mongoose.mongo.Binary };
type OutboxDocument = { _id: mongoose.Types.ObjectId; at: Date; count: number; messages: StoredMessage[] };

/** Documents of one transaction, as the relay takes them from memory after commit. */
export type OutboxBatch = readonly OutboxDocument[];

/** Of headers, and of names in the stored document. */
const OVERHEAD_BYTES = 512;

/** The events of a service, stored in the transaction that makes them true. Only the relay publishes them. */
export class Outbox {
  readonly collection: mongoose.mongo.Collection<OutboxDocument>;
  /** Where messages are kept that NATS never takes. */
  readonly deadLetters: DeadLetters;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.collection = database.collection('outbox') as unknown as mongoose.mongo.Collection<OutboxDocument>;
    this.deadLetters = new DeadLetters(database);
  }

  /** One document for a whole batch, split where it grows too large. A message that NATS would not take is a defect here. */
  async add(session: Session, messages: readonly OutboxMessage[]): Promise<OutboxBatch> {
    if (messages.length === 0) return [];
    const documents = packed(messages, sizeOf, LIMITS.outboxDocumentBytes.most).map((part) => ({
      _id: new mongoose.Types.ObjectId(),
      at: new Date(),
      count: part.length,
      messages: part.map((message) => ({ ...message, payload: new mongoose.mongo.Binary(message.payload) })),
    }));
    await this.collection.insertMany(documents, { session });
    return documents;
  }

  /** In a transaction of its own: for current state that is published once more. */
  addAlone(messages: readonly OutboxMessage[]): Promise<OutboxBatch> {
    return messages.length === 0
      ? Promise.resolve([])
      : transact(this.#database, (session) => this.add(session, messages));
  }
}

/** A message as it goes to NATS. `id` names this publication; the proof is made for it, with the keys of now. */
export function natsMessage(
  message: OutboxMessage,
  id: string,
  at: Date,
  proofs: MessageProofs | undefined,
): NatsMessage {
  const { subject, type, source, about, payload, traceparent } = message;
  // Each a value of our own; `set` would look for a name that is there already, at three times the price.
  const carrier = MsgHdrsImpl.fromRecord({
    'ce-specversion': ['1.0'],
    'ce-schemaversion': [String(MESSAGE_VERSION)],
    'ce-id': [id],
    'ce-type': [type],
    'ce-source': [source],
    // Header values are ASCII on the wire; ids of things may be any text.
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
