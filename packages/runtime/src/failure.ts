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
import { BSON, MongoError, MongoInvalidArgumentError, MongoServerError } from 'mongodb';
import { ConcurrentChange, OutOfTime } from './database.ts';
import { UnreadableVersion } from './upgrades/stored-kind.ts';

/**
 * What a thrown error means; a refusal is never thrown.
 *
 * - `defect`: the program is wrong about this input. No retry helps.
 * - `permanent`: the server will never accept this, such as too large a document, or this release cannot read it.
 * - `out-of-time`: too much was requested at once. A smaller part may still succeed.
 * - `transient`: an outage, which passes with time.
 * - `unclear`: an error that is in no table. It is treated as an outage a few times, then as permanent.
 */
export type FailureKind = 'defect' | 'permanent' | 'out-of-time' | 'transient' | 'unclear';

/** Thrown where work waits for another process or for the operator, however long that takes: it counts as an outage. */
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
  BSON.BSONError,
  MongoInvalidArgumentError,
];

/** Errors of NATS and of the connection to it. */
const NATS_OUTAGES = [
  ClosedConnectionError,
  ConnectionError,
  DrainingConnectionError,
  NoRespondersError,
  RequestError,
  TimeoutError,
  JetStreamError,
];

/** MongoDB's codes with their names from its error table. An error with a transient label is transient in any case. */
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
  11_000, // DuplicateKey that remains after the retries for concurrent writers
  17_280, // KeyTooLong
  17_419, // the document would become too large
  17_420, // the same of an upsert
  5_107_200, // the same within a transaction
]);
/** The operator has to fix this, and messages wait for it; a service does not even start. */
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
  if (error instanceof MongoServerError) return kindOfServerError(error);
  if (error instanceof MongoError) return 'transient';
  return 'unclear';
}

function kindOfServerError(error: MongoServerError): FailureKind {
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

/** Whether no retry helps: such an item is set aside, and the rest continues. */
export function isHopeless(error: unknown): boolean {
  return ['defect', 'permanent'].includes(kindOf(error));
}

/** Whether the database, or the connection to it, does not answer. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof MongoServerError && FORBIDDEN.has(Number(error.code))) return false;
  return (
    error instanceof ConcurrentChange ||
    error instanceof OutOfTime ||
    (error instanceof MongoError && ['transient', 'out-of-time', 'unclear'].includes(kindOf(error)))
  );
}

/** Whether NATS does not answer, or JetStream has no leader. */
export function isNatsOutage(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= 500;
  return NATS_OUTAGES.some((Outage) => error instanceof Outage);
}

/** Whether the server denies a service the permission: no retry helps until its operator grants it. */
export function isForbiddenByNats(error: unknown): boolean {
  const causes = [error, (error as { cause?: unknown }).cause];
  return causes.some((one) => one instanceof PermissionViolationError);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
