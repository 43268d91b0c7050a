/**
 * What a record of a foreign format waits for: a field of its data, and the unit (单位) as its sender wrote it, with the
 * division in which it is meant where its sender named one.
 */
export type Wait = { readonly field: string; readonly unit: string; readonly division?: string | undefined };

type RowOutcome = 'recorded' | 'duplicate' | 'stale' | 'already-final' | 'refused';

/**
 * A record of a foreign format whose unit was unknown when it came. `waiting` until its units are named, `released` until
 * a register has answered; then its outcome remains for a while, without its data.
 */
export interface WaitingRow {
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** Without revision and without the fields that it waits for. */
  readonly dataJson: string;
  readonly waitsFor: readonly Wait[];
  readonly isFinal: boolean;
  readonly arrivedAt: Date;
  /** How it came in: `nrii`, or `import:` and the id of an import. */
  readonly way: string;
  readonly state: 'waiting' | 'released' | RowOutcome;
}

export type Arriving = Omit<WaitingRow, 'state'>;
export type Kept = 'keep' | 'same' | 'already-final';

/** What becomes of a row where one of the same subject is held: a draft is replaced, a final one stays. */
export function keptBeside(held: WaitingRow | undefined, arriving: Arriving): Kept {
  if (!held || (held.state !== 'waiting' && held.state !== 'released')) return 'keep';
  const isSame = held.dataJson === arriving.dataJson && waitsOf(held) === waitsOf(arriving);
  if (isSame) return 'same';
  return held.isFinal ? 'already-final' : 'keep';
}

function waitsOf({ waitsFor }: Pick<WaitingRow, 'waitsFor'>): string {
  return waitsFor.map(({ field, unit, division = '' }) => `${field} ${unit} ${division}`).join('\n');
}
