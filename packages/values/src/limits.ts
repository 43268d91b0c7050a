/**
 * Everything that grows, and its limit. One file, so that an operator can read all of it; docs/reliability.md prints it
 * as a table, and a test keeps the two equal. There are limits of bytes besides those of items, because a few large
 * items do the same harm as many small ones.
 */

export const KIB = 1024;
export const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

export type Limit = {
  readonly most: number;
  readonly unit: 'bytes' | 'items' | 'code points' | 'levels' | 'ms' | 'times';
  /** What is limited. */
  readonly of: string;
  /** What happens beyond it. */
  readonly beyond: string;
};

function limit(most: number, unit: Limit['unit'], of: string, beyond: string): Limit {
  return { most, unit, of, beyond };
}

export const LIMITS = {
  // Facts at intake (docs/facts.md §2)
  itemBytes: limit(128 * KIB, 'bytes', 'one fact as it is sent', 'refused: too-large'),
  itemLevels: limit(
    64,
    'levels',
    'objects and lists within one another in one fact, the fact itself included',
    'refused: too-large',
  ),
  textCodePoints: limit(500, 'code points', 'a text', 'refused: bad-field'),
  nameCodePoints: limit(200, 'code points', 'a name', 'refused: bad-field'),
  idCodePoints: limit(100, 'code points', 'an id of a record, a delivery or a source', 'refused: bad-field'),
  itemFaults: limit(
    100,
    'items',
    'faults that are listed of one fact',
    'the last one says that there are more',
  ),
  factsGathered: limit(
    1_000,
    'items',
    'recognitions, sanctions or decisions of one party, decisions on one fact, or on one provision and year',
    'refused: too-large; a process that just started takes some 600 more before it looks',
  ),
  timeAheadMs: limit(
    24 * 3_600_000,
    'ms',
    "how far a fact's time may be ahead of the clock of its register",
    'refused: bad-field',
  ),

  // Policy
  packBytes: limit(512 * KIB, 'bytes', 'a pack (政策包) as text', 'the start is refused, with the file'),
  policyEditions: limit(20, 'items', 'editions of a policy', 'the start is refused, with their number'),

  // HTTP, in each gateway
  addressBytes: limit(8 * KIB, 'bytes', 'the address of a request', '414'),
  headBytes: limit(16 * KIB, 'bytes', 'the request line and the headers together', '431'),
  idempotencyKey: limit(
    255,
    'code points',
    'an `Idempotency-Key`',
    '400, with the character where it is wrong',
  ),
  headMs: limit(20_000, 'ms', 'the arrival of the headers of a request', '408, and the connection is closed'),
  requestMs: limit(60_000, 'ms', 'the arrival of a whole request', '408, and the connection is closed'),
  refusedMs: limit(
    2_000,
    'ms',
    'how long a refused connection stays open, so that its client can read why',
    'it is cut',
  ),
  wrongKeys: limit(30, 'items', 'wrong keys of one address (IPv6: one /64) that are compared at once', '429'),
  wrongKeyEveryMs: limit(
    2_000,
    'ms',
    'until one more of its wrong keys is compared',
    '429, with Retry-After',
  ),
  rightKeyMs: limit(
    3_600_000,
    'ms',
    'how long a key that was right there is not delayed by wrong ones',
    'it may be delayed',
  ),
  addressesWatched: limit(
    10_000,
    'items',
    'addresses with wrong keys, and right keys, that are remembered',
    'the oldest is forgotten',
  ),
  bodyTakenBytes: limit(
    64 * KIB,
    'bytes',
    'the beginning of a body, which is always accepted',
    'the next limits',
  ),
  bodiesOfKeyBytes: limit(
    32 * MIB,
    'bytes',
    'all bodies of one key beyond that, from arrival to answer',
    '429, with Retry-After',
  ),
  bodiesBytes: limit(64 * MIB, 'bytes', 'the same of all keys', '503, with Retry-After'),
  exportsPerKey: limit(2, 'items', 'exports and files of one key at once', '429, with Retry-After'),

  // Intake of facts, in each gateway
  requestBytes: limit(16 * MIB, 'bytes', 'a request of facts', '413'),
  requestItems: limit(1_000, 'items', 'facts in a request', '413'),
  unpackedRatio: limit(
    100,
    'times',
    'bytes that a packed request unpacks to, for each byte that was sent',
    '413',
  ),
  callItems: limit(1_000, 'items', 'facts in one call to a register', 'the next call'),
  callBytes: limit(24 * MIB, 'bytes', 'facts in one call to a register, which takes 64 MiB', 'the next call'),
  smallRequestBytes: limit(
    4 * KIB,
    'bytes',
    'the facts for one register in a small request',
    'it shares calls with large ones, not with small ones',
  ),
  waitingItems: limit(
    20_000,
    'items',
    'facts that wait for one register, of small requests and of large ones each',
    '503, with Retry-After',
  ),
  waitingBytes: limit(64 * MIB, 'bytes', 'the same', '503, with Retry-After'),
  recordMs: limit(
    20_000,
    'ms',
    'recording the facts of a request, waiting included',
    '503, with Retry-After; facts that still wait are not recorded',
  ),

  // Commands (docs/commands.md)
  commandKeptMs: limit(
    72 * 3_600_000,
    'ms',
    'how long the answer of a command with a key is kept',
    'it is deleted: the same key is a new one',
  ),

  // Messages between services
  messageBytes: limit(
    900 * KIB,
    'bytes',
    'one message to other services; NATS takes 1 MiB with its headers',
    'a defect of the publishing service: its transaction is rolled back',
  ),
  outboxDocumentBytes: limit(
    8 * MIB,
    'bytes',
    'the messages of one transaction in one document',
    'further documents',
  ),
  sweptDocuments: limit(
    500,
    'items',
    'documents of the outbox that one sweep reads',
    'the next sweep, a second later',
  ),
  postponedDocuments: limit(
    5_000,
    'items',
    'documents of the outbox that failed and whose next attempt is remembered',
    'the oldest of them are tried at the next sweep',
  ),
  countedDocuments: limit(
    10_000,
    'items',
    'documents of the outbox that are counted for `pending`',
    'it is at least as many',
  ),
  unclearDeliveries: limit(
    12,
    'items',
    'deliveries of a message that fail with an unknown error of the database',
    'a dead letter',
  ),
  deadLettersAtOnce: limit(
    1_000,
    'items',
    'dead letters that one request sends again or discards',
    'without ids, the oldest; with more ids, 400',
  ),
  deadLettersMs: limit(
    60_000,
    'ms',
    'such a request, at each service',
    '503; what was done until then stays done',
  ),
  deadLetterRedriveMs: limit(
    120_000,
    'ms',
    'how long a dead letter that is being sent again cannot be discarded',
    'it can: the process that was sending it has ended',
  ),
  unbelievedMessages: limit(
    1_000,
    'items',
    'unbelieved messages that a service keeps for inspection',
    'further ones are counted and logged, and not kept; discarded ones make room',
  ),
  discardedTogetherBytes: limit(
    4 * MIB,
    'bytes',
    'dead letters that one transaction discards, at most a hundred',
    'the rest goes into the next transaction',
  ),

  // Memory and time
  processMemoryBytes: limit(
    512 * MIB,
    'bytes',
    'the memory of a process (k8s/)',
    'it is ended and restarted',
  ),
  transactionMs: limit(
    8_000,
    'ms',
    'a transaction; the server ends it after ten seconds',
    'its work is halved',
  ),
  callMs: limit(10_000, 'ms', 'a call of a service', '503, with Retry-After'),
  idleReaderMs: limit(
    30_000,
    'ms',
    'how long a client of the gateway may take nothing of its answer',
    'the connection is cut',
  ),
  streamMs: limit(600_000, 'ms', 'a stream from a service', 'it ends with an error'),
  connectionAgeMs: limit(
    120_000,
    'ms',
    'a gRPC connection',
    'it is replaced by one to every process of the service',
  ),
  stopMs: limit(
    8_000,
    'ms',
    'the orderly shutdown of a service',
    'the process ends; unacknowledged messages are delivered again',
  ),

  // Registers: intake, pages, exports
  missingFactsAtOnce: limit(
    1_000,
    'items',
    'missing facts that are dismissed by one request',
    'refused; the next request',
  ),
  refusalsKept: limit(
    100,
    'items',
    'refused items of a source that a register keeps, for the source to read',
    'the oldest are deleted',
  ),
  refusalKeptMs: limit(30 * 24 * 3_600_000, 'ms', 'how long it keeps them', 'they are deleted'),
  refusalFaults: limit(5, 'items', 'faults that are kept of a refused item', 'the others are not'),
  refusalCharacters: limit(
    300,
    'code points',
    'each text that is kept of a refused item',
    'it is cut, with an ellipsis',
  ),
  recordsReadAPage: limit(
    5_000,
    'items',
    'records that are read for one page of those of a source',
    'the page is short and says that there is more',
  ),
  intakeItems: limit(
    5_000,
    'items',
    'facts that wait in a register to be recorded',
    '503, with Retry-After; facts that write much wait apart, so one part of a call may have been recorded: sending again is harmless',
  ),
  intakeBytes: limit(
    32 * MIB,
    'bytes',
    'facts that wait in a register to be recorded',
    'as above; one call alone is always taken',
  ),
  intakeBatchItems: limit(
    500,
    'items',
    'facts that share one transaction of a register',
    'the rest waits for the next transaction',
  ),
  intakeBatchBytes: limit(
    8 * MIB,
    'bytes',
    'facts that share one transaction of a register',
    'the rest waits for the next transaction',
  ),
  intakeBatchDocuments: limit(
    4_000,
    'items',
    'documents that one transaction of a register writes, as far as the facts themselves show',
    'the rest waits for the next transaction; one fact alone always goes',
  ),
  commandItems: limit(
    1_000,
    'items',
    'documents that one command writes or looks up',
    'the rest goes into the next command of the same transaction',
  ),
  lightFactDocuments: limit(
    1_000,
    'items',
    'documents that a fact may write and still wait with all others',
    'it waits with others that write as much, so that the rest does not wait for them',
  ),
  pageBytes: limit(
    MIB,
    'bytes',
    'one page of a list that a service answers: records, history, dead letters, accounts, claims, orders, journal entries and the like',
    'the page ends with the cursor of the next',
  ),
  explainedClaims: limit(
    1_000,
    'items',
    'claims of an account that are explained one by one, the first ones in the order in which they are granted',
    'the number of further ones is given',
  ),
  exportBatchBytes: limit(
    256 * KIB,
    'bytes',
    'one message of an export',
    'the rest goes into the next message',
  ),
  exportsAtOnce: limit(
    4,
    'items',
    'exports of one register, of one gateway, and files of one gateway at once',
    'refused: try again when one has ended',
  ),

  republishedTogetherBytes: limit(
    4 * MIB,
    'bytes',
    'facts that `republish` holds and publishes together, at most 500, including the one that exceeds it',
    'the rest follows',
  ),

  // Entitlements between awards and disbursement
  entitlementMessageBytes: limit(
    512 * KIB,
    'bytes',
    'one message about entitlements',
    'divided into parts; nothing is ordered until all of them were received',
  ),
  accountsInPart: limit(2_000, 'items', 'accounts of one entity in one message', 'divided into parts'),
  entityMembers: limit(
    100_000,
    'items',
    'USCCs that belong to one entity',
    'nothing is ordered for it (too-many-members)',
  ),
  movedTogether: limit(
    30_000,
    'items',
    'USCCs that one party fact moves to another entity',
    'a dead letter in awards; its branches are moved one by one',
  ),
  usccsDecidedTogether: limit(
    5_000,
    'items',
    'USCCs that messages about entitlements name and that one transaction of disbursement decides on',
    'the rest waits for the next transaction; one message alone always goes',
  ),
  entitiesReleasedTogether: limit(
    500,
    'items',
    'restated entities that one transaction releases',
    'released by the next transaction',
  ),

  // Payment orders (docs/payments.md)
  returnedParts: limit(
    100,
    'items',
    'parts of one payment order that come back one by one',
    '409; all that is left may come back at once',
  ),
  clockDifferenceMs: limit(
    120_000,
    'ms',
    'how far in the future a date of another process may be, as clocks differ, before it is ignored',
    'what would wait until that date is done at once',
  ),
  treasuryAnswerBytes: limit(
    MIB,
    'bytes',
    "the treasury's answer to a request, counted while it is decompressed",
    'the rest is not read; orders wait and are sent again',
  ),
  treasuryAnswerMs: limit(
    10_000,
    'ms',
    'a request to the treasury, to the last byte of its answer',
    'orders wait and are sent again',
  ),
  treasuryReason: limit(1_000, 'code points', "the text that is kept of a treasury's refusal", 'cut'),
  statusesWaiting: limit(
    10_000,
    'items',
    "the treasury's statuses that wait to be recorded; each has a reason of at most 1,000 characters",
    '503, with Retry-After: report it again in a moment',
  ),
  treasuryTakesWithinMs: limit(
    300_000,
    'ms',
    'how recently the treasury must have accepted something, so that 403, 404 or 405 refuses an order and does not mean a wrong address',
    'orders wait and are sent again',
  ),
  ordersReadAPage: limit(
    20_000,
    'items',
    'payment orders that are read for one page of those in a state',
    'the page is short and says that there is more',
  ),

  workCounted: limit(
    10_000,
    'items',
    'what one list of what waits for a person counts',
    'the count is given as "at least"',
  ),
  ledgersReadAPage: limit(
    2_000,
    'items',
    'ledgers that are read for one page of entities without an account, and to count them',
    'the page is short and says that there is more; at least as many are counted',
  ),

  daysToReconcile: limit(
    1_000,
    'items',
    'days whose statements are required before ordering is resumed, and days that are confirmed by name',
    '400',
  ),
  demandsOfATransfer: limit(200, 'items', 'demands that one transfer of money given back settles', '400'),
  // Sources, persons and keys (docs/adr/0012)
  sources: limit(2_000, 'items', 'sources that are confirmed or proposed', 'refused: over-limit'),
  handingsOver: limit(10_000, 'items', 'handings over that are confirmed or wait', 'refused: over-limit'),
  persons: limit(
    5_000,
    'items',
    'persons and machines that have or had roles or are proposed',
    'refused: over-limit',
  ),
  waitingOfPerson: limit(
    200,
    'items',
    'proposals about sources, handings over, persons and units, and keys of others, that one person made and that wait for a second one',
    'refused: over-limit; let others confirm or reject some, or take some back',
  ),
  units: limit(50_000, 'items', 'units in the directories of all sources', 'refused: over-limit'),
  unitsLookedUp: limit(3_000, 'items', 'codes and names that are looked up at once', '400'),
  rowsWaiting: limit(
    10_000,
    'items',
    'records of one source that wait for units',
    'the record is refused, and says so: let two persons name the units, then send it again',
  ),
  rowsWaitingBytes: limit(16 * MIB, 'bytes', 'the same, together', 'the same'),
  rowsTaken: limit(
    200,
    'items',
    'records that one gateway takes at once when their units are known',
    'the next',
  ),
  rowTakenMs: limit(
    30_000,
    'ms',
    'how long it has for them',
    'others may take them: they are duplicates then',
  ),
  rowOutcomeMs: limit(
    30 * 24 * 3_600_000,
    'ms',
    'how long it can be read what became of a record that waited',
    'MongoDB deletes it',
  ),
  dealsOfSource: limit(50_000, 'items', 'deals of one technology exchange', 'refused: over-limit'),
  dealIdCodePoints: limit(
    59,
    'code points',
    'the id of a deal: with that of an instalment it names a receipt',
    '400',
  ),
  buyersOfDeal: limit(10, 'items', 'joint buyers of a deal', '400'),
  instalmentsOfDeal: limit(100, 'items', 'instalments of a deal', '400'),
  numbersOfDeal: limit(
    20,
    'items',
    'registration numbers that a deal had one after the other',
    'refused: over-limit',
  ),
  receiptsOfDeal: limit(
    500,
    'items',
    'receipts of a deal that later states of it do not show any more',
    'refused: over-limit',
  ),
  unitsOfProposal: limit(2_000, 'items', 'units that are proposed at once', '400'),
  unitsTableBytes: limit(4 * MIB, 'bytes', 'a table of units', '413'),
  unitProposals: limit(
    10_000,
    'items',
    'proposals of units that wait or were decided',
    'refused: over-limit',
  ),
  keys: limit(20_000, 'items', 'keys that wait, are in use or ended', 'refused: over-limit'),
  keysOfPerson: limit(200, 'items', 'keys of one person, with those that ended', 'refused: over-limit'),
  keysOfName: limit(
    2,
    'items',
    'keys of one person and name that can be used or wait',
    'refused: revoke one',
  ),
  keysWithPerson: limit(10, 'items', 'keys that are proposed together with a person', '400'),
  scopesOfPerson: limit(100, 'items', 'scopes of a person, and of a key', '400'),
  personIdCharacters: limit(64, 'code points', 'the id of a person', '400'),
  namesListed: limit(10, 'items', 'names that one sentence of a refusal lists', 'the others are left out'),
  keyMs: limit(400 * 24 * 3_600_000, 'ms', 'how long a key can be used', '401; rotate it before'),
  addressesOfKey: limit(16, 'items', 'networks from which a key may be used', '400'),
  endedKeyMs: limit(
    90 * 24 * 3_600_000,
    'ms',
    'how long who comes with a key that has ended is told so',
    'it is a key that nobody knows then',
  ),
  endedKeys: limit(10_000, 'items', 'ended keys of which that is known', 'others are keys that nobody knows'),
  keyUseMs: limit(
    60_000,
    'ms',
    'how often a gateway reports that a key was used',
    'in between only the last use counts',
  ),
  keyUsesReported: limit(1_000, 'items', 'uses of keys in one report of a gateway', 'the next report'),
  keyOverlapMs: limit(14 * 24 * 3_600_000, 'ms', 'how long a key can be used beside its successor', '400'),
  // The feed for partners
  feedKeptMs: limit(
    90 * 24 * 3_600_000,
    'ms',
    'how long an event of the feed is kept',
    'it is deleted; a cursor before it is 410, with how to begin again',
  ),
  feedDeletedTogether: limit(
    1_000,
    'items',
    'old events of the feed that are deleted in one round, each minute',
    'the rest is deleted in the next rounds',
  ),
  feedDataBytes: limit(
    56 * KIB,
    'bytes',
    'the data of one event of the feed, so that the whole event has at most 64 KiB',
    'the event has a version and a link in its place',
  ),
  feedMembers: limit(
    1_000,
    'items',
    'USCCs of one entity by each of which a key finds the events of the entity',
    'a key of a further one finds what names it only',
  ),
  feedReadAPage: limit(
    20_000,
    'items',
    'events that are read for one page of the feed of one reader',
    'the page is short and says that there is more',
  ),
  feedStreams: limit(200, 'items', 'streams of the feed that a gateway has open', '429, with Retry-After'),
  feedStreamsPerKey: limit(10, 'items', 'the same of one key', '429, with Retry-After'),
  endpoints: limit(1_000, 'items', 'webhook endpoints', 'refused: over-limit'),
  endpointsOfPerson: limit(20, 'items', 'webhook endpoints of one person', 'refused: over-limit'),
  resentTogether: limit(
    1_000,
    'items',
    'events that one request sends to an endpoint again',
    'the oldest are; ask again for the others',
  ),
  webhookAnswerMs: limit(15_000, 'ms', 'one attempt to deliver, to the last byte of its answer', 'it failed'),
  webhookAnswerBytes: limit(
    64 * KIB,
    'bytes',
    'what is read of the answer of an endpoint',
    'the rest is not read',
  ),
  attemptAnswerBytes: limit(KIB, 'bytes', 'what is kept of the answer of an endpoint', 'it is cut'),
  attemptKeptMs: limit(30 * 24 * 3_600_000, 'ms', 'how long an attempt to deliver is kept', 'it is deleted'),
  webhookSockets: limit(
    256,
    'items',
    'attempts to deliver that one process makes at once',
    'the next wait, each endpoint in its turn',
  ),
  webhookSocketsOfHost: limit(32, 'items', 'the same to one host', 'the next to that host wait'),
  feedStreamMs: limit(3_600_000, 'ms', 'a stream of the feed', 'it ends; who reads comes again'),
  accessAgeMs: limit(
    3_600_000,
    'ms',
    'how long a gateway accepts the keys that it read last, while services/partners is away',
    '503, with Retry-After',
  ),
  accessWaitMs: limit(
    20_000,
    'ms',
    'how long a gateway that starts without such a copy waits for the first one',
    'it answers 503 until it has one',
  ),

  // Upgrades (docs/adr/0008)
  migrationBatch: limit(
    200,
    'items',
    'documents that a migration brings to a new version in one transaction',
    'the rest in the next transaction',
  ),
  migrationCallMs: limit(
    20_000,
    'ms',
    'one call of a migration to one service',
    'it answers how much is left, and is called again',
  ),
  // Connections of the gateway
  connectionsCloseMs: limit(
    5_000,
    'ms',
    'how long requests in flight may continue when the gateway stops',
    'their connections are cut',
  ),

  // Decisions by two persons
  proposedDecisions: limit(
    1_000_000,
    'items',
    'decisions that were ever proposed',
    '409: nothing is proposed any more',
  ),
  previewedFacts: limit(50_000, 'items', 'facts that one decision affects', '409: decide by entity and year'),
  previewShown: limit(
    1_000,
    'items',
    'claims, and accounts, that a preview shows one by one',
    'the sums of all are shown',
  ),
  previewKeptMs: limit(
    7 * 24 * 3_600_000,
    'ms',
    'how long a preview stays valid',
    '409: make another preview',
  ),
  previewFreshMs: limit(60_000, 'ms', 'the preview that is made at a confirmation', '409: confirm once more'),
  policyPlanHoldsMs: limit(
    24 * 3_600_000,
    'ms',
    'how long a plan of a policy stays valid',
    '409: plan again, and propose that',
  ),
  policyPlansKept: limit(100, 'items', 'plans of policies that are kept', 'the oldest are deleted'),
  previewsKept: limit(10_000, 'items', 'previews that are kept', 'the oldest are deleted: preview again'),

  // Tables and workbooks that are uploaded
  workbookUnpackedBytes: limit(
    64 * MIB,
    'bytes',
    'a workbook, counted while it is decompressed',
    '400, naming what to leave out',
  ),
  workbookParts: limit(1_000, 'items', 'the parts of a workbook', '400'),
  workbookTexts: limit(1_000_000, 'items', 'the shared texts of a workbook', '400'),
  workbookTextCharacters: limit(
    16 * MIB,
    'bytes',
    'the shared texts of a workbook, as UTF-16 units',
    '400, naming what to leave out',
  ),
  workbookMergedCells: limit(100_000, 'items', 'the merged cells of a sheet', '400'),
  workbookMemoryBytes: limit(
    128 * MIB,
    'bytes',
    'the heap of the thread that reads a workbook',
    '400; the thread ends',
  ),
  workbookMs: limit(10_000, 'ms', 'the reading of a workbook', '400; the thread ends'),
  workbooksAtOnce: limit(
    2,
    'items',
    'tables of accounts, and likewise statements, that one process of the gateway reads at once',
    '429, with Retry-After',
  ),
  tableRows: limit(20_000, 'items', 'the rows of a table of accounts', '400; split it'),
  tableFaults: limit(
    1_000,
    'items',
    'faults that are listed of a table of accounts',
    'the last one says that there may be more',
  ),
  sheetRows: limit(1_048_576, 'items', 'the rows of a sheet or a CSV file, those of empty cells too', '400'),
  tableColumns: limit(
    100,
    'items',
    'the columns of a workbook or a CSV file',
    '400, naming the cell or the line',
  ),
  csvRecordCharacters: limit(
    20_000,
    'items',
    'the characters of a line of a CSV file',
    '400, naming the line',
  ),
  statementLines: limit(100_000, 'items', "the lines of a treasury's statement", '413'),
  cellCharacters: limit(32_767, 'items', 'the characters of a cell', '400'),

  // Files of treasuries, banks and platforms (packages/formats)
  bankFileBytes: limit(
    128 * MIB,
    'bytes',
    'a file of statuses of a treasury or a bank',
    'too-large; split it',
  ),
  bankFileReports: limit(
    200_000,
    'items',
    'reports about payments in one file of a treasury or a bank',
    'too-large; split it',
  ),
  xmlLevels: limit(32, 'levels', 'elements within one another in an XML file', 'too-large'),
  xmlElements: limit(
    20_000,
    'items',
    'elements of one record of an XML file, such as an entry of a statement',
    'too-large, naming the element',
  ),
  voucherElements: limit(400_000, 'items', 'the same of an e-voucher, with all its details', 'too-large'),
  xmlAttributes: limit(32, 'items', 'the attributes of an element', 'too-large, naming the line'),
  xmlTextCharacters: limit(64 * KIB, 'items', 'the text of an element', 'too-large, naming the line'),
  einvoiceBytes: limit(256 * KIB, 'bytes', 'an e-invoice (数电票) as XML', 'too-large'),
  einvoiceLevels: limit(16, 'levels', 'elements within one another in an e-invoice', 'too-large'),
  nriiPushBytes: limit(8 * MIB, 'bytes', 'one push of an instrument platform', '413'),
  nriiFields: limit(20, 'items', 'fields of the form of such a push', '413'),
  nriiRecords: limit(1_000, 'items', 'records in one push of an instrument platform', '413'),
  nriiLevels: limit(8, 'levels', 'lists and objects within one another in such a push', '413'),
  paymentFileOrders: limit(10_000, 'items', 'payment orders in one file for a bank', 'refused; split it'),

  // Imports of registers (packages/formats)
  importUnpackedBytes: limit(
    1024 * MIB,
    'bytes',
    'a workbook that is imported, counted while it is decompressed',
    'refused: too-large',
  ),
  importUnpackedRatio: limit(
    100,
    'times',
    'bytes of such a workbook, for each byte of its file, once it has more than 16 MiB',
    'refused: too-large',
  ),
  importTexts: limit(10_000_000, 'items', 'its shared texts', 'refused: too-large'),
  importTextCharacters: limit(
    128 * MIB,
    'items',
    'the characters of its shared texts: 256 MiB',
    'refused: too-large',
  ),
  importMemoryBytes: limit(512 * MIB, 'bytes', 'the heap of the thread that reads it', 'refused: too-large'),
  importMs: limit(300_000, 'ms', 'the work of that thread', 'refused: too-large'),
  importColumns: limit(200, 'items', 'the columns of a table that is imported', 'refused: too-large'),
  importRecordCharacters: limit(
    MIB,
    'items',
    'the characters of a line of a CSV file that is imported',
    'refused, naming the line',
  ),
  importFaults: limit(
    1_000,
    'items',
    'faults, and warnings, that are listed of a file that is imported',
    'the last one says that there are more; all are counted',
  ),
  importHeadingRows: limit(
    20,
    'items',
    'the first rows among which a table has its headings',
    'refused: no-heading-row',
  ),
  importEmptyRows: limit(50, 'items', 'empty rows in a table', 'the table ends there'),
  mappings: limit(1_000, 'items', 'versions of mappings that are confirmed or wait', 'refused: over-limit'),
  mappingBytes: limit(64 * KIB, 'bytes', 'a mapping as text', '413'),
  importsAtOnce: limit(
    2,
    'items',
    'imports of a source that are being sent or worked on',
    'refused: over-limit; wait for one to end, or cancel one',
  ),
  importsKept: limit(
    2_000,
    'items',
    'imports of a source of which anything is kept',
    'beyond half of them those that ended first are deleted; no import is begun meanwhile',
  ),
  importSourceBytes: limit(
    2 * GIB,
    'bytes',
    'the content that is kept of all imports of a source',
    'beyond half of it the content of those that have ended is deleted, the oldest first; no import is begun meanwhile',
  ),
  importFactsBytes: limit(512 * MIB, 'bytes', 'a file of facts that is imported', '413; import it in parts'),
  importTableBytes: limit(
    32 * MIB,
    'bytes',
    'a table that is imported: a gateway holds it while it is read',
    '413; import it in parts',
  ),
  importReceiptsAtOnce: limit(
    2,
    'items',
    'receipts of imports that one process of the gateway writes at once',
    '429, with Retry-After',
  ),
  importPartBytes: limit(4 * MIB, 'bytes', 'a part of the content of an import in one request', '413'),
  importChunkBytes: limit(MIB, 'bytes', 'a piece in which the content of an import is stored', 'the next'),
  importLinesTogether: limit(
    1_000,
    'items',
    'lines of an import between two marks from which it goes on',
    'the next mark',
  ),
  importLinesBytes: limit(4 * MIB, 'bytes', 'the same, together', 'the next mark'),
  importLineFaults: limit(
    5,
    'items',
    'faults that are kept of a line of an import',
    'the others are not listed',
  ),
  importLeaseMs: limit(
    30_000,
    'ms',
    'how long a gateway has for the lines until the next mark',
    'others may take the import: what was recorded is a duplicate then',
  ),
  importTurnMs: limit(
    20_000,
    'ms',
    'how long a gateway works on one import while others wait',
    'it goes on after them',
  ),
  importTries: limit(
    5,
    'items',
    'times that an import is taken without reaching its next mark',
    'it is stopped, and says so',
  ),
  importIdleMs: limit(
    24 * 3_600_000,
    'ms',
    'how long an import waits for the next part of its content, or to be started',
    'it is cancelled',
  ),
  importContentMs: limit(
    7 * 24 * 3_600_000,
    'ms',
    'how long the content of an import is kept after its end',
    'it is deleted; what became of its lines stays',
  ),
  importKeptMs: limit(
    90 * 24 * 3_600_000,
    'ms',
    'how long it can be read what became of an import',
    'it is deleted',
  ),
} satisfies Record<string, Limit>;
