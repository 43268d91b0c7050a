import {
  type Fact,
  type Fault,
  type OwnCheck,
  type ReadItem,
  readItemText,
  reservedSource,
} from '@duixian/facts';
import { registerV1 } from '@duixian/proto';
import {
  Commands,
  type GrpcService,
  inTurns,
  messageOf,
  RpcError,
  rpcStatus,
  streaming,
  unary,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Meter } from '@opentelemetry/api';
import { exporting } from './export-records.ts';
import type { Outcome } from './judge-batch.ts';
import type { KnownSources } from './known-sources.ts';
import { dismissMissing, hasMissing, listMissing } from './missing-facts.ts';
import { getRecord, listMarked, listRecords, readRecords } from './read-records.ts';
import { keepRefusals, listRefusals, remembersOf } from './refusals.ts';
import type { Register } from './register.ts';
import { listSources } from './sources.ts';

// A byte order mark is kept, so that validation can name it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The intake and the lookups of a register over gRPC (proto/duixian/register/v1). */
export function registerService(register: Register, meter: Meter, ownCheck?: OwnCheck): GrpcService {
  const outcomes = meter.createCounter('duixian_facts', { description: 'Facts by type and outcome' });
  const unjudged = meter.createCounter(UNJUDGED, { description: 'Facts whose check itself failed' });
  const unrecorded = meter.createCounter(UNRECORDED, {
    description: 'Facts that a defect prevents from being recorded',
  });
  const judge: Judge = (text) => {
    try {
      return readItemText(text, { ownCheck, now: new Date() });
    } catch (error) {
      unjudged.add(1);
      return { faults: [defect('judging', UNJUDGED, messageOf(error))] };
    }
  };
  const commands = new Commands(register.collections.database);
  const implementation: registerV1.RegisterServiceServer = {
    record: unary(async (request, call) => {
      const faultOfDefect = (reason: string) => {
        unrecorded.add(1);
        return defect('recording', UNRECORDED, reason);
      };
      // A call whose deadline has passed counts as cancelled, too.
      const how = { judge, faultOfDefect, isGone: () => call.cancelled };
      const results = await record(register, request, how);
      await remember(register, request, results);
      for (const { outcome } of results)
        outcomes.add(1, { outcome: outcome.slice('OUTCOME_'.length).toLowerCase() });
      return { results };
    }),
    judge: unary(async (request) => ({
      results: await judgeCall(register, request, {
        judge,
        faultOfDefect: (reason) => defect('recording', UNRECORDED, reason),
      }),
    })),
    getThing: unary((request) => getRecord(register, request)),
    readRecords: unary((request) => readRecords(register, request)),
    listThings: unary((request) => listRecords(register, request)),
    listMarked: unary((request) => listMarked(register, request)),
    listSources: unary((request) => listSources(register, request)),
    hasMissing: unary(async () => ({ missing: await hasMissing(register.collections) })),
    listMissing: unary((request) => listMissing(register, request)),
    dismissMissing: commands.handled(
      registerV1.RegisterServiceService.dismissMissing,
      (request: registerV1.DismissMissingRequest) => dismissMissing(register, request),
      async (response: registerV1.DismissMissingResponse) => response,
    ),
    listRefusals: unary(({ source }) => listRefusals(register.collections, source)),
    export: streaming(exporting(register)),
  };
  return { definition: registerV1.RegisterServiceService, implementation };
}

/** The sender learns of a refusal in any case; a failure to remember it affects nothing else. */
async function remember(
  register: Register,
  { items, anySource }: registerV1.RecordRequest,
  results: readonly Result[],
): Promise<void> {
  const refused = items.flatMap(({ eventJson }, index) => {
    const result = results[index];
    return result?.outcome === 'OUTCOME_REFUSED' ? [{ eventJson, faults: faultsOf(result) }] : [];
  });
  if (refused.length === 0) return;
  const isKnown = remembersOf(register.sources, register.takesAnySource(anySource));
  await keepRefusals(register.collections, refused, isKnown).catch((error: unknown) =>
    register.warn(messageOf(error), 'refusals cannot be stored'),
  );
}

function faultsOf({ faults }: Result): Fault[] {
  return faults as Fault[];
}

const UNJUDGED = 'duixian_unjudged_facts';
const UNRECORDED = 'duixian_unrecorded_facts';

type Judge = (text: string) => ReadItem;
type ReadEvent = { readonly fact: Fact } | { readonly faults: readonly Fault[] };
type How = {
  readonly judge: Judge;
  faultOfDefect(reason: string): Fault;
  isGone(): boolean;
};

/** A defect of this software belongs to the item at which it shows, and never affects the others. */
function defect(act: 'judging' | 'recording', counted: string, reason: string): Fault {
  const message = `a defect of this system prevents it from ${act} the item (${reason}); other items of the request are not affected, and the operator sees it in the metric ${counted}: send it again when it is fixed`;
  return { field: '', reason: 'bad-field', message };
}

type Result = registerV1.RecordResponse_Result;

async function record(
  register: Register,
  request: registerV1.RecordRequest,
  { judge, faultOfDefect, isGone }: How,
): Promise<Result[]> {
  const judged = await readCall(register, request, judge);
  const facts = judged.flatMap((one) =>
    'fact' in one ? [{ fact: one.fact, traceparent: one.traceparent || undefined }] : [],
  );
  return answersOf(judged, await register.record(facts, isGone), faultOfDefect);
}

async function judgeCall(
  register: Register,
  request: registerV1.JudgeRequest,
  { judge, faultOfDefect }: Omit<How, 'isGone'>,
): Promise<Result[]> {
  const { most } = LIMITS.callItems;
  if (request.items.length > most) throw new RpcError(rpcStatus.INVALID_ARGUMENT, `items: at most ${most}`);
  const judged = await readCall(register, request, judge);
  const facts = judged.flatMap((one) => ('fact' in one ? [one.fact] : []));
  return answersOf(judged, await register.judge(facts), faultOfDefect);
}

type Judged<Item> = Item | { readonly faults: readonly Fault[] };
type ReadCall = Judged<ReadEvent & { readonly traceparent: string }>[];

/** What of a call can be recorded, by form and by who may record it. */
async function readCall(
  register: Register,
  { items, sourceVersions, anySource }: registerV1.RecordRequest,
  judge: Judge,
): Promise<ReadCall> {
  const read = await inTurns(items, ({ eventJson, traceparent }) => ({
    ...readEvent(register, eventJson, judge),
    traceparent,
  }));
  return register.takesAnySource(anySource)
    ? withFaults(read, ({ source }) => reservedSource(source))
    : judgeSources(register.sources, read, sourceVersions);
}

function answersOf(
  judged: readonly ReadEvent[],
  outcomes: readonly Outcome[],
  faultOfDefect: How['faultOfDefect'],
): Result[] {
  const next = outcomes.values();
  return judged.map((one) =>
    'fact' in one ? resultOf(next.next().value as Outcome, faultOfDefect) : refused(one.faults),
  );
}

/** Checks whether items that are otherwise valid may come from their source. */
async function judgeSources<Item extends ReadEvent>(
  sources: KnownSources,
  items: readonly Item[],
  versions: Readonly<Record<string, bigint>>,
): Promise<Judged<Item>[]> {
  const named = new Set(items.flatMap((one) => ('fact' in one ? [one.fact.source] : [])));
  await sources.mustHold(named, versions);
  return withFaults(items, (fact) => sources.faultOf(fact));
}

function withFaults<Item extends ReadEvent>(
  items: readonly Item[],
  faultOf: (fact: Fact) => Fault | undefined,
): Judged<Item>[] {
  return items.map((one) => {
    const fault = 'fact' in one ? faultOf(one.fact) : undefined;
    return fault ? { faults: [fault] } : one;
  });
}

function readEvent(register: Register, eventJson: Uint8Array, judge: Judge): ReadEvent {
  let text: string;
  try {
    text = decoder.decode(eventJson);
  } catch {
    return { faults: [{ field: '', reason: 'not-json', message: 'the item is not UTF-8 text' }] };
  }
  const read = judge(text);
  if ('fact' in read && !register.definition.types.includes(read.fact.type)) {
    throw new RpcError(
      rpcStatus.INVALID_ARGUMENT,
      `${read.fact.type} is not a type of ${register.definition.owner}`,
    );
  }
  return read;
}

function resultOf(outcome: Outcome, faultOfDefect: (reason: string) => Fault): Result {
  if (typeof outcome !== 'string')
    return refused(['defect' in outcome ? faultOfDefect(outcome.defect) : outcome]);
  const name = `OUTCOME_${outcome.toUpperCase()}` as registerV1.Outcome;
  return { outcome: name, faults: [] };
}

function refused(faults: readonly Fault[]): Result {
  return { outcome: registerV1.Outcome.REFUSED, faults: [...faults] };
}
