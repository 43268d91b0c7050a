export { type Backoff, backoffMs, retried } from './backoff.ts';
export { BatchSize, halves, mayGoInParts } from './batch-size.ts';
export { type Amounts, Batcher } from './batcher.ts';
export { batchesByBytes, batchesOf, documentsRead, FIRST_BATCH } from './batches.ts';
export { type CommandKey, sendingKey } from './commands/command-key.ts';
export { Commands } from './commands/commands.ts';
export { committing, isRemembering, remembered } from './commands/remembered.ts';
export { COMMANDS } from './commands/stored-answers.ts';
export {
  address,
  mongoVariables,
  natsVariables,
  readConfiguration,
  sharedVariables,
  tlsOf,
} from './configuration.ts';
export { ConfigurationError } from './configuration-error.ts';
export { refuseForeignCursor } from './cursor.ts';
export {
  ConcurrentChange,
  connectDatabase,
  type Database,
  hasPrimary,
  OutOfTime,
  recordAttemptsIn,
  type Session,
  transact,
} from './database.ts';
export { DatabaseClock } from './database-clock.ts';
export { mustBeEncrypted } from './encryption.ts';
export {
  isDatabaseOutage,
  isForbiddenByNats,
  isHopeless,
  isNatsOutage,
  kindOf,
  MustWait,
  messageOf,
} from './failure.ts';
export { grpcChannel, grpcClient, type PromiseClient, reading } from './grpc-client.ts';
export {
  type GrpcService,
  gathering,
  type RunningGrpcServer,
  startGrpcServer,
  streaming,
  unary,
} from './grpc-server.ts';
export type { TlsFiles } from './grpc-tls.ts';
export {
  type GuardedWrite,
  inParts,
  patchGuarded,
  writeGuarded,
  writeGuardedAtOnce,
} from './guarded-writes.ts';
export { inTurns, turn } from './in-turns.ts';
export { createLogger, type Logger } from './logger.ts';
export { oneAhead } from './one-ahead.ts';
export { nextAfter, pageLimit, pageOf, readPage } from './page.ts';
export { type Background, PeriodicTask } from './periodic-task.ts';
export { readTogether, type Wanted } from './read-together.ts';
export { RpcError, rpcStatus } from './rpc-error.ts';
export { Secret, secretFile } from './secret.ts';
export { SerialQueue } from './serial-queue.ts';
export { sleep } from './sleep.ts';
export { type Metrics, startMetrics } from './telemetry/metrics.ts';
export { startTracing, stopTracing } from './telemetry/start-tracing.ts';
export { continueTrace, currentTraceparent } from './telemetry/trace.ts';
export { untilItAnswers } from './until-it-answers.ts';
export { type CollectionState, lookAtCollections, migrateCollections } from './upgrades/migration.ts';
export { openKinds, type StoredKind, upcasted, type Versioned } from './upgrades/stored-kind.ts';
