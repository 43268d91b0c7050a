import type { Stage } from './stage.ts';

type Line = { year: number; group: string; book: string; fen: number };
export type JournalEntry = {
  cause: string;
  id: string | null;
  step: string | null;
  by: string | null;
  lines: Line[];
};

/** Every journal entry of an entity. */
export async function journalEntriesOf(stage: Stage, entity: string): Promise<JournalEntry[]> {
  const all: JournalEntry[] = [];
  for (let after = ''; ; ) {
    const { journalEntries, next } = await stage.get(`/v1/journal-entries/${entity}?limit=1000${after}`);
    all.push(...journalEntries);
    if (next === null) return all;
    after = `&after=${encodeURIComponent(next)}`;
  }
}

/** The sums of an entity's journal entries, by ledger account. */
export function sumsOf(journalEntries: readonly JournalEntry[]): Record<string, number> {
  const sums = {
    entitled: 0,
    reserved: 0,
    underWay: 0,
    paid: 0,
    nettedOut: 0,
    received: 0,
    writtenOff: 0,
    open: 0,
  };
  for (const { book, fen } of journalEntries.flatMap(({ lines }) => lines))
    sums[book as keyof typeof sums] += fen;
  return sums;
}

/**
 * Σ entitled = Σ ordered − Σ received − Σ written off + Σ reserved + Σ open, and no netting with other
 * entities.
 */
export function gapOf(sums: Record<string, number>): number {
  const { entitled = 0, reserved = 0, underWay = 0, paid = 0, nettedOut = 0 } = sums;
  const { received = 0, writtenOff = 0, open = 0 } = sums;
  return (
    Math.abs(entitled - (underWay + paid - received - writtenOff + reserved + open)) + Math.abs(nettedOut)
  );
}
