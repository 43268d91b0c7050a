import type * as api from '@duixian/api';
import {
  FACT_TYPES,
  isFactTypeName,
  MAX_ITEM_BYTES,
  type Owner,
  readItem,
  readItemText,
} from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { inTurns } from '@duixian/runtime';
import { assert, defined } from '@duixian/values';
import type { Item } from './read-body.ts';
import type { Pass, WayIn } from './shared-calls.ts';

type Result = {
  readonly index: number;
  readonly id: string | null;
  readonly outcome: (typeof api.EVENT_OUTCOMES)[number];
  readonly faults: api.RequestFault[];
};

/** What takes the items of each register: it records them, or only says what it would record. */
export type Intake = Readonly<Record<Owner, Pick<WayIn, 'record'>>>;

/**
 * Gives each item to the register that owns its type, all registers at once, and returns the results in the order of
 * the items. Items that no register could take are answered here. Throws where a register does not answer: what others
 * recorded meanwhile is a duplicate when it is sent again. `passOf`: the versions of these sources that the gateway
 * checked against.
 */
export async function recordItems(
  items: readonly Item[],
  intake: Intake,
  traceparent: string,
  passOf: (sources: ReadonlySet<string>) => Pass,
): Promise<Result[]> {
  const results: Result[] = [];
  const routed = new Map<Owner, number[]>();
  await inTurns([...items.entries()], ([index, item]) => {
    const owner = ownerOf(item);
    if (owner === undefined) results[index] = refusedHere(item, index);
    else indexesOf(routed, owner).push(index);
  });
  await Promise.all(
    [...routed].map(async ([owner, indexes]) => {
      const events = indexes.map((index) => ({ eventJson: (items[index] as Item).text, traceparent }));
      const sources = new Set(indexes.flatMap((index) => sourceOf(items[index] as Item)));
      const answers = await intake[owner].record(events, passOf(sources));
      answers.forEach((result, position) => {
        const index = indexes[position] as number;
        results[index] = resultOf(index, items[index] as Item, result);
      });
    }),
  );
  return results;
}

function indexesOf(routed: Map<Owner, number[]>, owner: Owner): number[] {
  const indexes = routed.get(owner) ?? [];
  routed.set(owner, indexes);
  return indexes;
}

/** The register that judges an item; undefined where the item names none or is too large to be forwarded. */
function ownerOf({ text, head: { type } }: Item): Owner | undefined {
  if (text.length > MAX_ITEM_BYTES) return undefined;
  return isFactTypeName(type) ? FACT_TYPES[type].owner : undefined;
}

function refusedHere({ text, head }: Item, index: number): Result {
  const isTooLarge = text.length > MAX_ITEM_BYTES;
  const read = isTooLarge ? readItem(undefined, text.length) : readItemText(text.toString('utf8'));
  assert('faults' in read, 'an item that belongs to no register has a fault');
  return { index, id: idOf(head), outcome: 'refused', faults: [...read.faults] };
}

function resultOf(
  index: number,
  { head }: Item,
  { outcome, faults }: registerV1.RecordResponse_Result,
): Result {
  return {
    index,
    id: idOf(head),
    outcome: defined(OUTCOME_NAMES[outcome], 'the outcome of an item is known'),
    faults,
  };
}

const OUTCOME_NAMES: Partial<Record<registerV1.Outcome, Result['outcome']>> = {
  OUTCOME_RECORDED: 'recorded',
  OUTCOME_DUPLICATE: 'duplicate',
  OUTCOME_STALE: 'stale',
  OUTCOME_REFUSED: 'refused',
};

function sourceOf({ head: { source } }: Item): string[] {
  return typeof source === 'string' ? [source] : [];
}

function idOf({ id }: Item['head']): string | null {
  return typeof id === 'string' ? id : null;
}
