import { completedFact, type WaitingFact } from '@duixian/formats/foreign-fact';
import { normalisedUnit, type UnitDirectory } from '@duixian/formats/unit-directory';
import type { Session } from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import { type Arriving, keptBeside } from '../domain/waiting-row.ts';
import type { Collections, WaitingRowDocument } from './collections.ts';
import { readUnits } from './read-units.ts';

export type KeptOutcome = 'waiting' | 'already-final' | 'over-limit';
export type ReleasedRow = Pick<WaitingRowDocument, 'source' | 'type' | 'subject' | 'dataJson' | 'arrivedAt'>;

const NOBODY = new Date(0);

/** Rows that wait for units, in the transaction of a change, where no unit becomes known meanwhile. */
export class WaitingStore {
  readonly #collections: Collections;
  readonly #session: Session;

  constructor(collections: Collections, session: Session) {
    this.#collections = collections;
    this.#session = session;
  }

  /** Of one source. What is known by now is released at once. */
  async keep(source: string, rows: readonly Arriving[]): Promise<KeptOutcome[]> {
    const { waitingRows } = this.#collections;
    const filter = { _id: { $in: rows.map(rowId) } };
    const found = await waitingRows.find(filter, { session: this.#session }).toArray();
    const held = new Map(found.map((document) => [document._id, document]));
    const room = await this.#roomOf(source);
    const directory = await this.#directoryOf(source, rows);
    const writes = new Map<string, WaitingRowDocument>();
    const outcomes = rows.map((row): KeptOutcome => {
      const id = rowId(row);
      const before = writes.get(id) ?? held.get(id);
      const kept = keptBeside(before, row);
      if (kept === 'already-final') return kept;
      if (kept === 'same') return 'waiting';
      const document = documentOf(row, directory);
      if (!room.takes(document, before)) return 'over-limit';
      writes.set(id, document);
      return 'waiting';
    });
    const replacements = [...writes].map(([_id, { _id: _, ...replacement }]) => {
      return { replaceOne: { filter: { _id }, replacement, upsert: true } };
    });
    if (replacements.length > 0) await waitingRows.bulkWrite(replacements, { session: this.#session });
    return outcomes;
  }

  /** All that wait for one of these units of a source, as one: who takes them looks whether others lack. */
  async release(source: string, keys: readonly string[]): Promise<void> {
    await this.#collections.waitingRows.updateMany(
      { source, state: 'waiting', units: { $in: [...keys] } },
      { $set: { state: 'released', takenUntil: NOBODY } },
      { session: this.#session },
    );
  }

  /** The oldest that nobody works on, complete; one that still lacks a unit waits on. */
  async take(limit: number, now: Date): Promise<ReleasedRow[]> {
    const { waitingRows } = this.#collections;
    const free = waitingRows.find(freeAt(now), { session: this.#session });
    const rows = await free.sort({ arrivedAt: 1 }).limit(limit).toArray();
    const taken: ReleasedRow[] = [];
    const takenUntil = new Date(now.getTime() + LIMITS.rowTakenMs.most);
    for (const [source, own] of Map.groupBy(rows, (row) => row.source)) {
      const directory = await this.#directoryOf(source, own);
      for (const row of own) {
        const dataJson = completed(row, directory);
        const change = dataJson === undefined ? { state: 'waiting' as const } : { takenUntil };
        await waitingRows.updateOne({ _id: row._id }, { $set: change }, { session: this.#session });
        if (dataJson !== undefined) taken.push({ ...row, dataJson });
      }
    }
    return taken;
  }

  async #directoryOf(source: string, rows: readonly Pick<Arriving, 'waitsFor'>[]): Promise<UnitDirectory> {
    const units = rows.flatMap(({ waitsFor }) => waitsFor.map(({ unit }) => unit));
    return readUnits(this.#collections, source, units, this.#session);
  }

  async #roomOf(source: string): Promise<Room> {
    const group = { _id: null, rows: { $sum: 1 }, bytes: { $sum: '$bytes' } };
    const [held] = await this.#collections.waitingRows
      .aggregate<{ rows: number; bytes: number }>(
        [{ $match: { source, state: { $in: ['waiting', 'released'] } } }, { $group: group }],
        { session: this.#session },
      )
      .toArray();
    return new Room(held?.rows ?? 0, held?.bytes ?? 0);
  }
}

/** How much more of a source is kept. */
class Room {
  #rows: number;
  #bytes: number;

  constructor(rows: number, bytes: number) {
    this.#rows = rows;
    this.#bytes = bytes;
  }

  /** `before`: what it replaces, which counts only while it still waits. */
  takes({ bytes }: WaitingRowDocument, before: WaitingRowDocument | undefined): boolean {
    const isCounted = before?.state === 'waiting' || before?.state === 'released';
    const rowsThen = this.#rows + (isCounted ? 0 : 1);
    const bytesThen = this.#bytes + bytes - (isCounted ? before.bytes : 0);
    if (rowsThen > LIMITS.rowsWaiting.most || bytesThen > LIMITS.rowsWaitingBytes.most) return false;
    this.#rows = rowsThen;
    this.#bytes = bytesThen;
    return true;
  }
}

/** Whether a process has anything to take: it is asked often, and hardly ever has. */
export function freeAt(now: Date) {
  return { state: 'released' as const, takenUntil: { $lte: now } };
}

export function rowId({ source, type, subject }: Pick<Arriving, 'source' | 'type' | 'subject'>): string {
  return canonicalJson([source, type, subject]);
}

function documentOf(row: Arriving, directory: UnitDirectory): WaitingRowDocument {
  const isKnown = completed(row, directory) !== undefined;
  return {
    ...{ ...row, _id: rowId(row), waitsFor: [...row.waitsFor], faults: [], takenUntil: NOBODY },
    units: row.waitsFor.map(({ unit }) => normalisedUnit(unit)),
    bytes: Buffer.byteLength(row.dataJson) + Buffer.byteLength(JSON.stringify(row.waitsFor)),
    state: isKnown ? 'released' : 'waiting',
  };
}

function completed(row: Arriving, directory: UnitDirectory): string | undefined {
  const { type, subject, dataJson, waitsFor } = row;
  const waiting = { type, subject, data: JSON.parse(dataJson), waitsFor } as WaitingFact;
  const fact = completedFact(waiting, directory);
  return fact && canonicalJson(fact.data as never);
}
