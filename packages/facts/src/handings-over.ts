import type { RecordKey } from './registry.ts';

/** That things go from the source that owns them to another, as two persons agreed. It never changes. */
export type HandingOver = {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Empty: things of all types. */
  readonly type: string;
  /** Where `type` is empty: the types that were agreed to. Those that a source may record only later are not meant. */
  readonly types: readonly string[];
  /** Empty: all things of that type. */
  readonly subject: string;
  /** Things that `from` comes to own later are not meant. */
  readonly at: Date;
  /** 1 for the first of all that were confirmed, one more for each. */
  readonly version: bigint;
};

/** Whose a thing is by what was recorded of it. */
export type Ownership = {
  readonly source: string;
  /** Absent where it was recorded before anything was handed over. */
  readonly firstRecordedAt?: Date | undefined;
  /** Version of the last handing over by which `source` came to own it; absent where `source` recorded it first. */
  readonly version?: bigint | undefined;
};

/**
 * Handings over, and so whose a thing is now. They take effect when the thing is looked at, so that one of a hundred
 * thousand things costs nothing; and only together with all that were confirmed before them, so that it does not matter in
 * what order they are heard of.
 */
export class HandingsOver {
  readonly #ids = new Set<string>();
  /** By what they are about, in the order of their versions. */
  readonly #byScope = new Map<string, HandingOver[]>();
  /** Sources from which anything goes. */
  readonly #givers = new Set<string>();
  /** Heard of before one that was confirmed before them. */
  readonly #early = new Map<bigint, HandingOver[]>();
  #through = 0n;

  /** The same again has no effect. */
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

  /** Whether something is to go to or from a source as soon as an earlier handing over is heard of. */
  isAwaitedBy(source: string): boolean {
    if (this.#early.size === 0) return false;
    return [...this.#early.values()].flat().some(({ from, to }) => from === source || to === source);
  }

  /**
   * The handings over of a thing since it was recorded, in their order: it belongs to whom the last one names. One to a
   * source that may not record such things has no effect.
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

  /** The sources from which anything may have come to one of these, by one or several handings over; these too. */
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

/** Sources have no space in them. */
function scopeOf(from: string, type: string, subject: string): string {
  return `${from} ${type} ${subject}`;
}
