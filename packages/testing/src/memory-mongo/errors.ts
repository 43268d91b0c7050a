/**
 * An operation that no service used when this database was written: add it here, with a case of the contract, or avoid
 * it.
 */
export class NotSimulated extends Error {
  constructor(what: string) {
    super(
      `not simulated: ${what}; the database in memory knows what the services use (packages/testing/README.md)`,
    );
  }
}

const NAMES = {
  BadValue: 2,
  TypeMismatch: 14,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  ImmutableField: 66,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  WriteConflict: 112,
  PrimarySteppedDown: 189,
  TransactionTooOld: 225,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  TransactionExceededLifetimeLimitSeconds: 290,
  DuplicateKey: 11_000,
  // These have no names of their own.
  Location17419: 17_419,
  Location17420: 17_420,
} as const;

export type ErrorName = keyof typeof NAMES;

/** An error response of the server. */
export class ServerError extends Error {
  override name = 'ServerError';
  readonly codeName: ErrorName;
  readonly code: number;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(codeName: ErrorName, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.codeName = codeName;
    this.code = NAMES[codeName];
    this.more = more;
  }
}

/** A write outside a transaction has to wait for a transaction that wrote the same document. */
export class Blocked extends Error {
  override name = 'Blocked';
}

export function writeConflict(): ServerError {
  return new ServerError(
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
  );
}
