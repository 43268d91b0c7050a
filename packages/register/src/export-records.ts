import { cloudEvent } from '@duixian/facts';
import { registerV1 } from '@duixian/proto';
import { batchesByBytes, FIRST_BATCH, RpcError, rpcStatus, SerialQueue, sleep, turn } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { RecordDocument } from './record-document.ts';
import type { Register } from './register.ts';

type Produce = (request: registerV1.ExportRequest) => AsyncGenerator<registerV1.ExportResponse>;

/**
 * Exports of one register: only a few at once (LIMITS.exportsAtOnce), since each holds messages
 * (LIMITS.exportBatchBytes) for its reader, however slow the reader is.
 */
export function exporting(register: Register): Produce {
  let running = 0;
  const queue = new SerialQueue();
  return async function* produce({ form }) {
    if (running >= LIMITS.exportsAtOnce.most)
      throw new RpcError(
        rpcStatus.RESOURCE_EXHAUSTED,
        `${LIMITS.exportsAtOnce.most} exports of the register of ${register.definition.owner} are in progress, and it serves no ` +
          'more at once; try again when one has ended',
      );
    running += 1;
    try {
      const messages =
        form === registerV1.ExportForm.STORED ? exportStored(register) : exportEvents(register);
      yield* inTurn(messages, queue, register);
    } finally {
      running -= 1;
    }
  };
}

/** The longest time that a message of an export waits for the recording of facts. */
const LONGEST_MS = 20;
const LOOK_MS = 2;

/**
 * One message at a time over all exports of a register, and facts go first: a sender of facts waits for the response
 * and needs this process a dozen times until then; a reader of an export has time.
 */
async function* inTurn<Message>(
  messages: AsyncGenerator<Message>,
  queue: SerialQueue,
  register: Register,
): AsyncGenerator<Message> {
  try {
    for (;;) {
      const next = await queue.run(async () => {
        await letRecordingGoFirst(register);
        return messages.next();
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await messages.return(undefined);
  }
}

async function letRecordingGoFirst(register: Register): Promise<void> {
  await turn();
  const until = performance.now() + LONGEST_MS;
  while (register.isRecording && performance.now() < until) await sleep(LOOK_MS);
}

const CURRENT = { revision: { $gt: 0 } };
const EXPORTED = { _id: 0, type: 1, subject: 1, source: 1, eventId: 1, time: 1, data: 1 };

async function* exportEvents(register: Register): AsyncGenerator<registerV1.ExportResponse> {
  // Amounts of facts are exact as numbers, which JSON can write as they are.
  const cursor = findAll(register, CURRENT, EXPORTED, { useBigInt64: false });
  for await (const eventsJson of batchesByBytes<RecordDocument>(cursor, eventOf))
    yield { eventsJson, stored: Buffer.alloc(0) };
}

function eventOf({ type, subject, source, eventId: id, time, data }: RecordDocument): Buffer {
  return Buffer.from(JSON.stringify(cloudEvent({ type, subject, source, id, time }, data)));
}

const STATED = { _id: 0, type: 1, subject: 1, data: 1 };
const CONTRACT = 'duixian.contract.v1';

/** As MongoDB sends them: neither decoded nor encoded again, which would cost ten times as much. */
async function* exportStored(register: Register): AsyncGenerator<registerV1.ExportResponse> {
  // A reader that gets contracts last can price each as it passes, and forget it.
  const turns: readonly object[] = register.definition.types.includes(CONTRACT)
    ? [{ type: { $ne: CONTRACT } }, { type: CONTRACT }]
    : [{}];
  for (const turn of turns) {
    const cursor = findAll(register, { ...CURRENT, ...turn }, STATED, { raw: true });
    for await (const batch of batchesByBytes<Uint8Array>(cursor, Buffer.from))
      yield { eventsJson: [], stored: Buffer.concat(batch) };
  }
}

/** In storage order: an index would jump from one document to another. */
function findAll(
  { collections: { records, database } }: Register,
  filter: object,
  projection: object,
  options: { raw?: boolean; useBigInt64?: boolean },
) {
  const find = {
    find: records.collectionName,
    filter,
    projection,
    hint: { $natural: 1 },
    batchSize: FIRST_BATCH,
    readConcern: { level: 'majority' },
  };
  return database.runCursorCommand(find, options);
}
