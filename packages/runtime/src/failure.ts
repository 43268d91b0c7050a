import { AssertionFailed } from '@duixian/values';
import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import {
  ClosedConnectionError,
  ConnectionError,
  DrainingConnectionError,
  NoRespondersError,
  PermissionViolationError,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node';
import mongoose from 'mongoose';
import { ConcurrentChange, OutOfTime } from './database.ts';
import { UnreadableVersion } from './upgrades/stored-kind.ts';

const { mongo } = mongoose;

/**
 * What a thrown error means; a refusal is never thrown.
 *
 * - `defect`: the program is wrong about this input. No repetition heals it.
 * - `permanent`: the server will never take this, such as a document that is too large, or this release cannot read it.
 * - `out-of-time`: too much was asked at once. A part of it may still go.
 * - `transient`: an outage, which time heals.
 * - `unclear`: an error that is in no table. Taken for an outage a few times, then for permanent.
 */
export type FailureKind = 'defect' | 'permanent' | 'out-of-time' | 'transient' | 'unclear';

/** Thrown where work waits for another process or for the operator, however long that takes: it is an outage. */
export class MustWait extends Error {
  override name = 'MustWait';
}

const DEFECTS = [
  AssertionFailed,
  TypeError,
  RangeError,
  ReferenceError,
  SyntaxError,
  URIError,
  mongo.BSON.BSONError,
  mongo.MongoInvalidArgumentError,
];

/** Of NATS and of the way to it. */
const NATS_OUTAGES = [
  ClosedConnectionError,
  ConnectionError,
  DrainingConnectionError,
  NoRespondersError,
  RequestError,
  TimeoutError,
  JetStreamError,
];

/** MongoDB's codes by their names in its error table; what has a label that says so is transient anyhow. */
const OUT_OF_TIME = new Set([
  50, // MaxTimeMSExpired
  290, // TransactionExceededLifetimeLimitSeconds
]);
const PERMANENT = new Set([
  2, // BadValue
  9, // FailedToParse
  14, // TypeMismatch
  15, // Overflow
  28, // PathNotViable
  40, // ConflictingUpdateOperators
  52, // DollarPrefixedFieldName
  54, // NotSingleValueField
  56, // EmptyFieldName
  57, // DottedFieldName
  66, // ImmutableField
  121, // DocumentValidationFailure
  10_334, // BSONObjectTooLarge
  11_000, // DuplicateKey, after everybody else had their turn
  17_280, // KeyTooLong
  17_419, // the document would become too large
  17_420, // the same of an upsert
  5_107_200, // the same within a transaction
]);
/** The operator has to mend it, and messages wait for that; a service does not even start. */
const FORBIDDEN = new Set([
  13, // Unauthorized
  18, // AuthenticationFailed
]);
const TRANSIENT = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  24, // LockTimeout
  43, // CursorNotFound
  64, // WriteConcernFailed
  89, // NetworkTimeout
  91, // ShutdownInProgress
  112, // WriteConflict
  133, // FailedToSatisfyReadPreference
  134, // ReadConcernMajorityNotAvailableYet
  189, // PrimarySteppedDown
  202, // NetworkInterfaceExceededTimeLimit
  225, // TransactionTooOld
  239, // SnapshotTooOld
  246, // SnapshotUnavailable
  251, // NoSuchTransaction
  262, // ExceededTimeLimit
  318, // NoProgressMade
  384, // ConnectionPoolExpired
  9_001, // SocketException
  10_058, // NotYetInitialized
  10_107, // NotWritablePrimary
  11_600, // InterruptedAtShutdown
  11_602, // InterruptedDueToReplStateChange
  13_388, // StaleConfig
  13_435, // NotPrimaryNoSecondaryOk
  13_436, // NotPrimaryOrSecondary
  14_031, // OutOfDiskSpace
]);

export function kindOf(error: unknown): FailureKind {
  if (error instanceof OutOfTime) return 'out-of-time';
  if (error instanceof ConcurrentChange || error instanceof MustWait) return 'transient';
  if (DEFECTS.some((Defect) => error instanceof Defect)) return 'defect';
  if (error instanceof UnreadableVersion) return 'permanent';
  if (isNatsOutage(error)) return 'transient';
  if (error instanceof mongo.MongoServerError) return kindOfServerError(error);
  if (error instanceof mongo.MongoError) return 'transient';
  if (error instanceof mongoose.Error.MongooseServerSelectionError) return 'transient';
  return 'unclear';
}

function kindOfServerError(error: mongoose.mongo.MongoServerError): FailureKind {
  const code = Number(error.code);
  if (OUT_OF_TIME.has(code)) return 'out-of-time';
  if (PERMANENT.has(code)) return 'permanent';
  const isLabelled = [
    'TransientTransactionError',
    'RetryableWriteError',
    'UnknownTransactionCommitResult',
  ].some((label) => error.hasErrorLabel(label));
  if (isLabelled || TRANSIENT.has(code) || FORBIDDEN.has(code)) return 'transient';
  return 'unclear';
}

/** Whether no repetition helps: what fails like that is set aside, and the rest goes on. */
export function isHopeless(error: unknown): boolean {
  return ['defect', 'permanent'].includes(kindOf(error));
}

/** Whether the database, or the way to it, does not answer. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof mongo.MongoServerError && FORBIDDEN.has(Number(error.code))) return false;
  return (
    error instanceof ConcurrentChange ||
    error instanceof OutOfTime ||
    error instanceof mongoose.Error.MongooseServerSelectionError ||
    (error instanceof mongo.MongoError && ['transient', 'out-of-time', 'unclear'].includes(kindOf(error)))
  );
}

/** Whether NATS, or JetStream for want of a leader, does not answer. */
export function isNatsOutage(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= 500;
  return NATS_OUTAGES.some((Outage) => error instanceof Outage);
}

/** Whether the server does not let a service do that: no repetition helps, until its operator gives it the right. */
export function isForbiddenByNats(error: unknown): boolean {
  const causes = [error, (error as { cause?: unknown }).cause];
  return causes.some((one) => one instanceof PermissionViolationError);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
