/**
 * Everything that grows, and where it ends. One file, so that whoever operates this can read all of it; docs/reliability.md
 * prints it as a table, and a test keeps the two equal. Sizes in bytes stand beside numbers of items, because a few large
 * items do the same harm as many small ones.
 */

export const KIB = 1024;
export const MIB = 1024 * KIB;

export type Limit = {
  readonly most: number;
  readonly unit: 'bytes' | 'items' | 'code points' | 'levels' | 'ms';
  /** What is limited. */
  readonly of: string;
  /** The answer beyond it. */
  readonly beyond: string;
};

export const LIMITS = {
  // Facts at the door (facts.md §1)
  itemBytes: {
    most: 128 * KIB,
    unit: 'bytes',
    of: 'one fact as it is sent',
    beyond: 'refused: too-large',
  },
  itemLevels: {
    most: 64,
    unit: 'levels',
    of: 'objects and lists within one another in one fact, the fact itself included',
    beyond: 'refused: too-large',
  },
  textCodePoints: { most: 500, unit: 'code points', of: 'a text', beyond: 'refused: bad-field' },
  nameCodePoints: { most: 200, unit: 'code points', of: 'a name', beyond: 'refused: bad-field' },
  idCodePoints: {
    most: 100,
    unit: 'code points',
    of: 'what names a thing, a delivery or a source',
    beyond: 'refused: bad-field',
  },
  itemFaults: {
    most: 100,
    unit: 'items',
    of: 'faults that are told of one fact',
    beyond: 'the last one says that there are others',
  },
  timeAheadMs: {
    most: 24 * 3_600_000,
    unit: 'ms',
    of: "how far a fact's time may be ahead of the clock of the door",
    beyond: 'refused: bad-field',
  },

  // The way in, in each gateway
  requestBytes: { most: 16 * MIB, unit: 'bytes', of: 'a request of facts', beyond: '413' },
  requestItems: { most: 1_000, unit: 'items', of: 'facts in a request', beyond: '413' },
  callItems: { most: 1_000, unit: 'items', of: 'facts in one call to a register', beyond: 'the next call' },
  callBytes: {
    most: 24 * MIB,
    unit: 'bytes',
    of: 'facts in one call to a register, which takes 64 MiB',
    beyond: 'the next call',
  },
  waitingItems: {
    most: 20_000,
    unit: 'items',
    of: 'facts that wait for one register',
    beyond: '503, with Retry-After',
  },
  waitingBytes: {
    most: 64 * MIB,
    unit: 'bytes',
    of: 'facts that wait for one register',
    beyond: '503, with Retry-After',
  },
  recordMs: { most: 20_000, unit: 'ms', of: 'a call that records facts', beyond: '503, with Retry-After' },

  // Messages between services
  messageBytes: {
    most: 900 * KIB,
    unit: 'bytes',
    of: 'one message to other services; NATS takes 1 MiB with its headers',
    beyond: 'a defect of the service that makes it: its transaction is undone',
  },
  outboxDocumentBytes: {
    most: 8 * MIB,
    unit: 'bytes',
    of: 'the messages of one transaction in one document',
    beyond: 'further documents',
  },
  sweptDocuments: {
    most: 500,
    unit: 'items',
    of: 'documents of the outbox that are looked at together',
    beyond: 'the next sweep, a second later',
  },
  postponedDocuments: {
    most: 5_000,
    unit: 'items',
    of: 'documents of the outbox that failed and whose next attempt is remembered',
    beyond: 'the oldest of them are tried at the next sweep',
  },
  countedDocuments: {
    most: 10_000,
    unit: 'items',
    of: 'documents of the outbox that are counted for `pending`',
    beyond: 'it is at least as many',
  },
  unclearDeliveries: {
    most: 12,
    unit: 'items',
    of: 'deliveries of a message at which the database fails with an error that is in no table',
    beyond: 'a dead letter',
  },
  deadLettersAtOnce: {
    most: 1_000,
    unit: 'items',
    of: 'dead letters that are sent again by one request',
    beyond: 'the oldest of them; ask again for the rest',
  },

  // Time
  transactionMs: {
    most: 8_000,
    unit: 'ms',
    of: 'a transaction; the server ends it after ten seconds',
    beyond: 'its work is halved',
  },
  callMs: { most: 10_000, unit: 'ms', of: 'a call of a service', beyond: '503, with Retry-After' },
  streamMs: { most: 600_000, unit: 'ms', of: 'a stream from a service', beyond: 'it ends with an error' },
  stopMs: {
    most: 8_000,
    unit: 'ms',
    of: 'the orderly end of a service',
    beyond: 'the process ends; what it had not acknowledged comes again',
  },

  // Registers: intake, pages, exports
  intakeItems: {
    most: 5_000,
    unit: 'items',
    of: 'facts that wait in a register to be recorded',
    beyond: 'the call is refused, nothing of it recorded: sending again is harmless',
  },
  intakeBytes: {
    most: 32 * MIB,
    unit: 'bytes',
    of: 'facts that wait in a register to be recorded',
    beyond: 'as above; one call alone is always taken',
  },
  intakeBatchItems: {
    most: 500,
    unit: 'items',
    of: 'facts that share one transaction of a register',
    beyond: 'the rest waits for the next transaction',
  },
  intakeBatchBytes: {
    most: 8 * MIB,
    unit: 'bytes',
    of: 'facts that share one transaction of a register',
    beyond: 'the rest waits for the next transaction',
  },
  pageBytes: {
    most: 4 * MIB,
    unit: 'bytes',
    of: 'one page of things, or of the history of one',
    beyond: 'the page ends and says where the next begins',
  },
  exportBatchBytes: {
    most: MIB,
    unit: 'bytes',
    of: 'one message of an export',
    beyond: 'the rest goes into the next message',
  },
  exportsAtOnce: {
    most: 4,
    unit: 'items',
    of: 'exports of one register at once',
    beyond: 'refused: come again when one has ended',
  },

  // Entitlements between awards and disbursement
  entitlementMessageBytes: {
    most: 512 * KIB,
    unit: 'bytes',
    of: 'one message about entitlements',
    beyond: 'divided into parts; nothing is ordered until all of them were received',
  },
  accountsInPart: {
    most: 2_000,
    unit: 'items',
    of: 'accounts of one entity in one message',
    beyond: 'divided into parts',
  },
  entityMembers: {
    most: 100_000,
    unit: 'items',
    of: 'USCCs that belong to one entity',
    beyond: 'nothing is ordered for it (too-many-members)',
  },
  movedTogether: {
    most: 30_000,
    unit: 'items',
    of: 'USCCs that one party fact moves to another entity',
    beyond: 'a dead letter in awards; its branches are moved one by one',
  },
  entitiesReleasedTogether: {
    most: 500,
    unit: 'items',
    of: 'restated entities that one transaction releases',
    beyond: 'released by the next transaction',
  },

  // Payment orders (payments.md)
  clockDifferenceMs: {
    most: 120_000,
    unit: 'ms',
    of: 'how far the clocks of two processes may differ before a date that one wrote keeps nothing waiting at the other',
    beyond: 'what waits until that date is done at once',
  },
  treasuryReason: {
    most: 1_000,
    unit: 'code points',
    of: 'the words that are kept of a treasury that refuses an order',
    beyond: 'cut',
  },
  statusesWaiting: {
    most: 10_000,
    unit: 'items',
    of: "the treasury's statuses that wait to be recorded; each has a reason of at most 1,000 characters",
    beyond: 'refused: unavailable, say it again in a moment',
  },
  treasuryTakesWithinMs: {
    most: 300_000,
    unit: 'ms',
    of: 'how long ago the treasury took something, for 403, 404 or 405 to speak of an order and not of its address',
    beyond: 'orders wait and are sent again',
  },
  ordersReadAPage: {
    most: 20_000,
    unit: 'items',
    of: 'payment orders that are read for one page of those in a state',
    beyond: 'the page is short and says that there is more',
  },

  // Upgrades (docs/adr/0008)
  migrationBatch: {
    most: 200,
    unit: 'items',
    of: 'documents that a migration brings to a new version in one transaction',
    beyond: 'the rest in the next transaction',
  },
  migrationCallMs: {
    most: 20_000,
    unit: 'ms',
    of: 'one call of a migration to one service',
    beyond: 'it answers how much is left, and is called again',
  },
  // Connections of the gateway
  connectionsCloseMs: {
    most: 5_000,
    unit: 'ms',
    of: 'how long requests under way may go on when the gateway ends',
    beyond: 'their connections are cut',
  },

  // Tables and workbooks that are uploaded
  workbookUnpackedBytes: {
    most: 64 * MIB,
    unit: 'bytes',
    of: 'a workbook, counted while it is unpacked',
    beyond: '400, naming what to leave out',
  },
  workbookParts: { most: 1_000, unit: 'items', of: 'the parts of a workbook', beyond: '400' },
  workbookTexts: { most: 1_000_000, unit: 'items', of: 'the shared texts of a workbook', beyond: '400' },
  workbookTextCharacters: {
    most: 16 * MIB,
    unit: 'bytes',
    of: 'the shared texts of a workbook, as UTF-16 units',
    beyond: '400, naming what to leave out',
  },
  workbookMemoryBytes: {
    most: 128 * MIB,
    unit: 'bytes',
    of: 'the heap of the thread that reads a workbook',
    beyond: '400; the thread ends',
  },
  workbookMs: { most: 10_000, unit: 'ms', of: 'the reading of a workbook', beyond: '400; the thread ends' },
  workbooksAtOnce: {
    most: 2,
    unit: 'items',
    of: 'tables that one process of the gateway reads at once',
    beyond: '429, with Retry-After',
  },
  tableRows: { most: 20_000, unit: 'items', of: 'the rows of a table of accounts', beyond: '400; split it' },
  sheetRows: { most: 1_048_576, unit: 'items', of: 'the rows of a sheet, empty ones too', beyond: '400' },
  tableColumns: { most: 100, unit: 'items', of: 'the columns of a workbook', beyond: '400, naming the cell' },
  cellCharacters: { most: 32_767, unit: 'items', of: 'the characters of a cell', beyond: '400' },
} as const satisfies Record<string, Limit>;
