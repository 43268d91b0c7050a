import { cloudEvent, dataToJson, type Fact, type Fault, type OwnCheck, readItemText } from '@duixian/facts';
import { registerV1 } from '@duixian/proto';
import { canonicalJson } from '@duixian/values';
import type { Meter } from '@opentelemetry/api';
import { batchesOf } from '../batches.ts';
import { type GrpcService, streaming, unary } from '../grpc-server.ts';
import { pageLimit } from '../page.ts';
import { RpcError, rpcStatus } from '../rpc-error.ts';
import type { Outcome } from './judge-batch.ts';
import type { Register } from './register.ts';
import { type HistoryDocument, type ThingDocument, thingId } from './thing-document.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The intake and the lookups of a register over gRPC (proto/duixian/register/v1). */
export function registerService(register: Register, meter: Meter, ownCheck?: OwnCheck): GrpcService {
  const outcomes = meter.createCounter('duixian_facts', { description: 'Facts by type and outcome' });
  const implementation: registerV1.RegisterServiceServer = {
    record: unary(async ({ items }) => {
      const results = await record(register, items, ownCheck);
      for (const { outcome } of results)
        outcomes.add(1, { outcome: outcome.slice('OUTCOME_'.length).toLowerCase() });
      return { results };
    }),
    getThing: unary(async ({ type, subject }) => ({ thing: await getThing(register, type, subject) })),
    listThings: unary((request) => listThings(register, request)),
    export: streaming(({ form }) =>
      form === registerV1.ExportForm.STORED ? exportStored(register) : exportEvents(register),
    ),
  };
  return { definition: registerV1.RegisterServiceService, implementation };
}

type Result = registerV1.RecordResponse_Result;

async function record(
  register: Register,
  items: readonly registerV1.RecordRequest_Item[],
  ownCheck: OwnCheck | undefined,
): Promise<Result[]> {
  const read = items.map(({ eventJson, traceparent }) => ({
    ...readEvent(register, eventJson, ownCheck),
    traceparent,
  }));
  const facts = read.flatMap((one) =>
    'fact' in one ? [{ fact: one.fact, traceparent: one.traceparent || undefined }] : [],
  );
  const recorded = (await register.record(facts)).values();
  return read.map((one) =>
    'fact' in one ? resultOf(recorded.next().value as Outcome) : refused(one.faults),
  );
}

function readEvent(
  register: Register,
  eventJson: Uint8Array,
  ownCheck: OwnCheck | undefined,
): { fact: Fact } | { faults: readonly Fault[] } {
  let text: string;
  try {
    text = decoder.decode(eventJson);
  } catch {
    return { faults: [{ field: '', reason: 'not-json', message: 'the item is not UTF-8 text' }] };
  }
  const read = readItemText(text, { ownCheck, now: new Date() });
  if ('fact' in read && !register.definition.types.includes(read.fact.type)) {
    throw new RpcError(
      rpcStatus.INVALID_ARGUMENT,
      `${read.fact.type} is not a type of ${register.definition.owner}`,
    );
  }
  return read;
}

function resultOf(outcome: Outcome): Result {
  if (typeof outcome !== 'string') return refused([outcome]);
  const name = `OUTCOME_${outcome.toUpperCase()}` as registerV1.Outcome;
  return { outcome: name, faults: [] };
}

function refused(faults: readonly Fault[]): Result {
  return { outcome: registerV1.Outcome.REFUSED, faults: [...faults] };
}

async function getThing(register: Register, type: string, subject: string): Promise<registerV1.Thing> {
  const { things, history } = register.collections;
  const id = thingId(type, subject);
  const thing = await things.findOne({ _id: id, revision: { $gt: 0 } });
  if (!thing) throw new RpcError(rpcStatus.NOT_FOUND, `nothing was recorded of ${type} ${subject}`);
  const lower = await history.find({ thing: id }).sort({ revision: -1 }).toArray();
  return { ...thingOf(thing), history: lower.map(revisionOf) };
}

async function listThings(
  register: Register,
  request: registerV1.ListThingsRequest,
): Promise<registerV1.ListThingsResponse> {
  const { type, about, after, limit } = request;
  const found = await register.collections.things
    .find({
      type: type as ThingDocument['type'],
      ...(about ? { about } : {}),
      _id: { $gt: after },
      revision: { $gt: 0 },
    })
    .sort({ _id: 1 })
    .limit(pageLimit(limit))
    .toArray();
  const next = found.length === pageLimit(limit) ? (found.at(-1)?._id ?? '') : '';
  return { things: found.map(thingOf), next };
}

const CURRENT = { revision: { $gt: 0 } };
const EXPORTED = { _id: 0, type: 1, subject: 1, source: 1, eventId: 1, time: 1, data: 1 };

async function* exportEvents({ collections }: Register): AsyncGenerator<registerV1.ExportResponse> {
  // Amounts of facts are exact as numbers, which JSON can write as they are.
  const options = { useBigInt64: false, projection: EXPORTED };
  for await (const things of batchesOf(collections.things.find(CURRENT, options))) {
    const eventsJson = things.map(({ type, subject, source, eventId: id, time, data }) =>
      Buffer.from(JSON.stringify(cloudEvent({ type, subject, source, id, time }, data))),
    );
    yield { eventsJson, stored: Buffer.alloc(0) };
  }
}

const STATED = { _id: 0, type: 1, subject: 1, data: 1 };
const CONTRACT = 'duixian.contract.v1';
/** Never read here, so it is no burden to the collector of garbage; smaller ones cost a call each, all the way. */
const STORED_BATCH = 1_000;

/** As MongoDB sends them: neither read nor written anew, which would cost ten times as much. */
async function* exportStored({
  definition,
  collections,
}: Register): AsyncGenerator<registerV1.ExportResponse> {
  // In the order in which they lie: an index would jump from one to the other.
  const options = { raw: true, projection: STATED, hint: { $natural: 1 } } as const;
  // Who reads contracts last can price each as it passes, and forget it.
  const turns: readonly object[] = definition.types.includes(CONTRACT)
    ? [{ type: { $ne: CONTRACT } }, { type: CONTRACT }]
    : [{}];
  for (const turn of turns) {
    const found = collections.things.find<Uint8Array>({ ...CURRENT, ...turn }, options);
    for await (const batch of batchesOf(found, STORED_BATCH))
      yield { eventsJson: [], stored: Buffer.concat(batch) };
  }
}

function thingOf(thing: ThingDocument): registerV1.Thing {
  const { type, subject, source, version, meteredFeeFen } = thing;
  return { type, subject, source, version, current: revisionOf(thing), history: [], meteredFeeFen };
}

function revisionOf(document: ThingDocument | HistoryDocument): registerV1.Revision {
  const { revision, eventId, time, recordedAt, data } = document;
  return {
    revision: BigInt(revision),
    eventId,
    time,
    recordedAt: recordedAt.toISOString(),
    dataJson: canonicalJson(dataToJson(data)),
  };
}
