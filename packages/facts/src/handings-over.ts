import type { RecordKey } from './registry.ts';

/** The transfer of records from the source that owns them to another, as two persons agreed. It never changes. */
export type HandingOver = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Empty: records of all types. */
  readonly type: string;
  /** Where `type` is empty: the agreed types. Types that a source may record only later are not included. */
  readonly types: readonly string[];
  /** Empty: all records of that type. */
  readonly subject: string;
  /** Records that `from` comes to own later are not included. */
  readonly at: Date;
  /** 1 for the first handover that was confirmed, one more for each further one. */
  readonly version: bigint;
};

/** Which source owns a record, according to its stored state. */
export type Ownership = {
  readonly source: string;
  /** Absent where it was recorded before handovers existed. */
  readonly firstRecordedAt?: Date | undefined;
  /** Version of the last handover by which `source` came to own it; absent where `source` recorded it first. */
  readonly version?: bigint | undefined;
};

/**
 * Handovers, and with them the current owner of a record. They take effect when the record is looked at, so that a
 * handover of a hundred thousand records costs nothing; and only together with all that were confirmed before them, so
 * that the order in which they are received does not matter.
 */
export class HandingsOver {
  readonly #ids = new Set<string>();
  /** By scope, in the order of their versions. */
  readonly #byScope = new Map<string, HandingOver[]>();
  /** Sources that have handed over anything. */
  readonly #givers = new Set<string>();
  /** Received before one that was confirmed earlier. */
  readonly #early = new Map<bigint, HandingOver[]>();
  #through = 0n;

  /** Keeping the same one again has no effect. */
  keep(handingOver: HandingOver): void {
    if (this.#ids.has(handingOver.id)) return;
    this.#ids.add(handingOver.id);
    const { version } = handingOver;
    if (version > this.#through + 1n) {
      this.#early.set(version, [...(this.#early.get(version) ?? []), handingOver]);
      return;
    }
    this.#takeEffect(handingOver);
    if (version <= this.#through) return;
    this.#through = version;
    for (let next = this.#early.get(version + 1n); next; next = this.#early.get(this.#through + 1n)) {
      this.#through += 1n;
      this.#early.delete(this.#through);
      for (const one of next) this.#takeEffect(one);
    }
  }

  /** Whether a handover to or from a source waits for an earlier one. */
  isAwaitedBy(source: string): boolean {
    if (this.#early.size === 0) return false;
    return [...this.#early.values()].flat().some(({ from, to }) => from === source || to === source);
  }

  /**
   * The handovers of a record since it was recorded, in order: it belongs to the source that the last one names. A
   * handover to a source that may not record such a type has no effect.
   */
  of(record: RecordKey, owned: Ownership, mayRecord: (source: string) => boolean): readonly HandingOver[] {
    if (!this.#givers.has(owned.source)) return [];
    const steps: HandingOver[] = [];
    for (let { source, version } = owned; ; ) {
      const next = this.#first(
        record,
        source,
        (one) => isMeant(one, record, owned, version) && mayRecord(one.to),
      );
      if (!next) return steps;
      steps.push(next);
      ({ to: source, version } = next);
    }
  }

  /** The sources from which anything may have come to one of these, by one or several handovers; these included. */
  givenTo(sources: readonly string[]): string[] {
    const found = new Set(sources);
    const all = [...this.#byScope.values()].flat();
    for (let before = 0; before < found.size; ) {
      before = found.size;
      for (const { from, to } of all) if (found.has(to)) found.add(from);
    }
    return [...found];
  }

  #first(
    { type, subject }: RecordKey,
    from: string,
    isIt: (one: HandingOver) => boolean,
  ): HandingOver | undefined {
    let first: HandingOver | undefined;
    for (const scope of [scopeOf(from, type, subject), scopeOf(from, type, ''), scopeOf(from, '', '')]) {
      const found = this.#byScope.get(scope)?.find(isIt);
      if (found && (first === undefined || found.version < first.version)) first = found;
    }
    return first;
  }

  #takeEffect(handingOver: HandingOver): void {
    const { from, type, subject } = handingOver;
    const scope = scopeOf(from, type, subject);
    const others = [...(this.#byScope.get(scope) ?? []), handingOver];
    this.#byScope.set(
      scope,
      others.sort((a, b) => Number(a.version - b.version)),
    );
    this.#givers.add(from);
  }
}

function isMeant(
  { type, types, at, version }: HandingOver,
  record: RecordKey,
  { firstRecordedAt }: Ownership,
  since?: bigint,
): boolean {
  if (type === '' && !types.includes(record.type)) return false;
  if (since !== undefined) return version > since;
  return firstRecordedAt === undefined || firstRecordedAt < at;
}

/** Sources contain no space. */
function scopeOf(from: string, type: string, subject: string): string {
  return `${from} ${type} ${subject}`;
}
