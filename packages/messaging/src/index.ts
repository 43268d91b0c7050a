export { Consumer, type ConsumerDefinition, type RunningConsumer } from './consumer.ts';
export {
  DEAD_LETTERS,
  type DeadLetterDocument,
  DeadLetters,
  DISCARDED_DEAD_LETTERS,
} from './dead-letters.ts';
export type { MessageOutcome, Received } from './handling.ts';
export { connectNats, type Nats, openNats } from './nats/connection.ts';
export { lastPublished, type PublishedMessage } from './nats/last-published.ts';
export { PROOF_HEADER } from './nats/message-proofs.ts';
export { type ReadBack, readBack, type StreamPosition } from './nats/read-back.ts';
export { NATS_RIGHTS, type NatsService, partnersConsumedBy, permissionsOf, streamOf } from './nats/rights.ts';
export { readServiceKeys, type ServiceKeys } from './nats/service-keys.ts';
export { Unbelieved } from './nats/unbelieved.ts';
export { natsMessage, Outbox, type OutboxBatch, type OutboxMessage } from './outbox.ts';
export { packed } from './packed.ts';
export { Postponed } from './postponed.ts';
export { Relay } from './relay.ts';
export { CONSUMER_POSITIONS, RetentionGaps } from './retention-gaps.ts';
