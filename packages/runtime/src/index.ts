export { backoffMs } from './backoff.ts';
export { BatchSize, halves, mayGoInParts } from './batch-size.ts';
export { Batcher } from './batcher.ts';
export { batchesOf, documentsRead } from './batches.ts';
export { type CommandKey, sendingKey } from './commands/command-key.ts';
export { Commands } from './commands/commands.ts';
export { committing, isRemembering, remembered } from './commands/remembered.ts';
export {
  address,
  mongoVariables,
  natsVariables,
  readConfiguration,
  sharedVariables,
  tlsOf,
} from './configuration.ts';
export { ConfigurationError } from './configuration-error.ts';
export { Consumer, type ConsumerDefinition } from './consumer.ts';

export { refuseForeignCursor } from './cursor.ts';
export {
  ConcurrentChange,
  connectDatabase,
  type Database,
  OutOfTime,
  type Session,
  transact,
} from './database.ts';

export { DatabaseClock } from './database-clock.ts';
export { DeadLetters } from './dead-letters.ts';
export { isHopeless, kindOf, MustWait, messageOf } from './failure.ts';
export { grpcChannel, grpcClient, type PromiseClient, reading } from './grpc-client.ts';
export { type GrpcService, gathering, startGrpcServer, streaming, unary } from './grpc-server.ts';
export type { TlsFiles } from './grpc-tls.ts';
export {
  type GuardedWrite,
  inParts,
  patchGuarded,
  writeGuarded,
  writeGuardedAtOnce,
} from './guarded-writes.ts';
export type { MessageOutcome, Received } from './handling.ts';
export { inTurns, turn } from './in-turns.ts';
export { createLogger, type Logger } from './logger.ts';
export { connectNats, type Nats, openNats } from './nats/connection.ts';
export type { PublishedMessage } from './nats/last-published.ts';
export { readBack } from './nats/read-back.ts';
export { NATS_RIGHTS, permissionsOf } from './nats/rights.ts';
export { Unbelieved } from './nats/unbelieved.ts';
export { oneAhead } from './one-ahead.ts';

export {
  type Channels,
  type LastPublished,
  openService,
  type ServiceDefinition,
  type ServiceParts,
  type ServiceRuntime,
  type Shared,
} from './open-service.ts';

export { type Operated, operationsService, type Republish } from './operations.ts';
export { startOpsServer } from './ops-http.ts';
export { Outbox, type OutboxBatch, type OutboxMessage } from './outbox.ts';
export { packed } from './packed.ts';
export { nextAfter, pageLimit, pageOf, readPage } from './page.ts';
export { type Background, PeriodicTask } from './periodic-task.ts';
export { Postponed } from './postponed.ts';
export type { Change } from './register/judge-batch.ts';
export {
  REGISTER_KINDS,
  type RecordDocument,
  type RegisterCollections,
  recordId,
  unknownRecord,
} from './register/record-document.ts';
export { Register, type RegisterDefinition } from './register/register.ts';
export { registerService } from './register/register-service.ts';
export { startRegister } from './register/start-register.ts';
export { Relay } from './relay.ts';
export { RpcError, rpcStatus } from './rpc-error.ts';
export { Secret, secretFile } from './secret.ts';
export { SerialQueue } from './serial-queue.ts';
export { failToStart, runService, stopOnSignal } from './service.ts';
export { sleep } from './sleep.ts';
export { startMetrics } from './telemetry/metrics.ts';
export { startTracing } from './telemetry/start-tracing.ts';
export { currentTraceparent } from './telemetry/trace.ts';
export { openKinds, type StoredKind, upcasted, type Versioned } from './upgrades/stored-kind.ts';
