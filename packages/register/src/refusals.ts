import type { Fault } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import type { KnownSources } from './known-sources.ts';
import type { KeptRefusal, RegisterCollections } from './record-document.ts';

type Refused = { readonly eventJson: Uint8Array; readonly faults: readonly Fault[] };

/**
 * Remembers the refused items of each source in one document, which holds only the newest. An item whose source cannot
 * be read, or whose source is unknown, is not remembered.
 */
export async function keepRefusals(
  { refusals }: RegisterCollections,
  refused: readonly Refused[],
  isKnown: (source: string) => boolean,
): Promise<void> {
  const at = new Date();
  const most = LIMITS.refusalsKept.most;
  const bySource = new Map<string, KeptRefusal[]>();
  for (const { eventJson, faults } of refused) {
    const { source, ...kept } = headOf(eventJson);
    if (source === '' || !isKnown(source)) continue;
    const some = faults.slice(0, LIMITS.refusalFaults.most).map(shortFault);
    bySource.set(source, [{ at, ...kept, faults: some }, ...(bySource.get(source) ?? [])].slice(0, most));
  }
  const updates = [...bySource].map(([_id, newest]) => ({
    updateOne: {
      filter: { _id },
      update: {
        $push: { refusals: { $each: newest, $position: 0, $slice: most } },
        $set: { newestAt: at },
      },
      upsert: true,
    },
  }));
  if (updates.length > 0) await refusals.bulkWrite(updates, { ordered: false });
}

export async function listRefusals(
  { refusals }: RegisterCollections,
  source: string,
): Promise<registerV1.ListRefusalsResponse> {
  const held = await refusals.findOne({ _id: source });
  const since = Date.now() - LIMITS.refusalKeptMs.most;
  const kept = (held?.refusals ?? []).filter(({ at }) => at.getTime() >= since);
  return {
    refusals: kept.map(({ at, faults, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      faults: [...faults],
    })),
  };
}

type Head = Record<'source' | 'eventId' | 'type' | 'subject', string>;

function headOf(eventJson: Uint8Array): Head {
  const none = { source: '', eventId: '', type: '', subject: '' };
  try {
    const { source, id, type, subject } = JSON.parse(Buffer.from(eventJson).toString('utf8'));
    const [eventId, ofType, about] = [id, type, subject].map((one) => short(textOf(one)));
    return { source: textOf(source), eventId: eventId ?? '', type: ofType ?? '', subject: about ?? '' };
  } catch {
    return none;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function shortFault({ field, reason, message }: Fault): Fault {
  return { field: short(field), reason, message: short(message) };
}

function short(text: string): string {
  const most = LIMITS.refusalCharacters.most;
  // A code point has at most two UTF-16 units: the rest of a long text is not looked at.
  const begin = [...text.slice(0, 2 * most + 2)];
  return begin.length > most
    ? `${begin
        .slice(0, most - 1)
        .join('')
        .toWellFormed()}…`
    : text.toWellFormed();
}

/** Whose refusals are remembered: those of confirmed sources, or in development of all that are admitted. */
export function remembersOf(sources: KnownSources, isAnySource: boolean): (source: string) => boolean {
  return (source) => isAnySource || sources.isKnown(source);
}
