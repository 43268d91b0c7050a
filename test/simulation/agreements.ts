import { FACT_TYPE_NAMES, type Fact, type FactTypeName, SOURCE_KINDS, TYPES_OF_KIND } from '@duixian/facts';
import type { partnersEventsV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import { defined } from '@duixian/values';
import type { World } from './world.ts';

type Changed = partnersEventsV1.PartnersChanged;
type State = partnersEventsV1.SourceState;
type HandingOver = partnersEventsV1.HandingOver;

const [CONFIRMED, WITHDRAWN] = ['SOURCE_STATUS_CONFIRMED', 'SOURCE_STATUS_WITHDRAWN'] as const;
/**
 * Of the handovers, those for one record, and for all records of a type; the others cover everything of a
 * source.
 */
const OF_A_RECORD = 0.5;
const OF_A_TYPE = 0.6;

/** Each type of facts has two sources that may record it, and either can come to own what the other has. */
export function pairOf(source: string): string {
  return source.startsWith('urn:test:other:')
    ? source.replace('urn:test:other:', 'urn:test:')
    : source.replace('urn:test:', 'urn:test:other:');
}

/** What two persons agreed to about sources in a history, including requests that were not answered. */
export class Agreements {
  /** By source, in the order of their versions. */
  readonly #states = new Map<string, State[]>();
  #handingsOver = 0n;
  /** The owner of each record, as far as its sources know. */
  readonly #speakers = new Map<string, string>();
  #unanswered: Changed | undefined;

  /** Whether there is nothing left to agree to, and every source may record. */
  get isDone(): boolean {
    const isConfirmed = [...this.#states.values()].every((states) => states.at(-1)?.status === CONFIRMED);
    return this.#unanswered === undefined && this.#states.size > 0 && isConfirmed;
  }

  speakerOf(fact: Fact): string {
    return this.#speakers.get(keyOf(fact)) ?? fact.source;
  }

  /** A refusal stated that the record belongs to another source. */
  passOn(fact: Fact, refused: string): void {
    this.#speakers.set(keyOf(fact), pairOf(refused));
  }

  /** Whether a register that holds at least that version of a source may find it withdrawn. */
  mayBeWithdrawn(source: string, version: bigint): boolean {
    return this.#from(source, version).some(({ status }) => status === WITHDRAWN);
  }

  mustBeWithdrawn(source: string, version: bigint): boolean {
    return this.#from(source, version).every(({ status }) => status === WITHDRAWN);
  }

  /** The next request; undefined: nothing. */
  next(world: World): Changed | undefined {
    this.#unanswered ??= this.#states.size === 0 ? this.#firstOnes() : this.#another(world);
    return this.#unanswered;
  }

  answered(changed: Changed): void {
    if (this.#unanswered === changed) this.#unanswered = undefined;
  }

  #from(source: string, version: bigint): readonly State[] {
    return (this.#states.get(source) ?? []).filter((state) => state.version >= version);
  }

  #firstOnes(): Changed {
    const sources = FACT_TYPE_NAMES.map((type) => `urn:test:${type}`);
    const both = sources.flatMap((source) => [source, pairOf(source)]);
    return { sources: both.map((source) => this.#state(source, CONFIRMED)), handingsOver: [] };
  }

  #another(world: World): Changed | undefined {
    const { random } = world;
    const withdrawn = [...this.#states].find(([, states]) => states.at(-1)?.status === WITHDRAWN)?.[0];
    if (withdrawn !== undefined && (world.isCalm || random.isTrue(0.5))) {
      world.count('a source is confirmed again');
      return { sources: [this.#state(withdrawn, CONFIRMED)], handingsOver: [] };
    }
    if (world.isCalm) return undefined;
    if (withdrawn === undefined && random.isTrue(0.3)) {
      world.count('a source is withdrawn');
      return { sources: [this.#state(random.pick([...this.#states.keys()]), WITHDRAWN)], handingsOver: [] };
    }
    return this.#handOver(world);
  }

  #handOver({ random, facts }: World): Changed {
    const fact = random.pick(facts);
    const from = random.isTrue(0.5) ? `urn:test:${fact.type}` : pairOf(`urn:test:${fact.type}`);
    const isOfRecord = random.isTrue(OF_A_RECORD);
    const isOfType = isOfRecord || random.isTrue(OF_A_TYPE);
    const version = this.#handingsOver + 1n;
    const handingOver: HandingOver = {
      ...{ id: `H-${version}`, fromSource: from, toSource: pairOf(from), at: '', version },
      ...{ type: isOfType ? fact.type : '', types: [fact.type], subject: isOfRecord ? fact.subject : '' },
    };
    this.#handingsOver = version;
    // A reader that holds both sources as they are now has received it.
    const sources = [from, pairOf(from)].map((source) => this.#state(source, this.#statusOf(source)));
    return { sources, handingsOver: [handingOver] };
  }

  #statusOf(source: string): State['status'] {
    return this.#states.get(source)?.at(-1)?.status ?? CONFIRMED;
  }

  #state(uri: string, status: State['status']): State {
    const states = this.#states.get(uri) ?? [];
    const type = uri.replace('urn:test:other:', '').replace('urn:test:', '') as FactTypeName;
    const kind = defined(
      SOURCE_KINDS.find((one) => TYPES_OF_KIND[one].includes(type)),
      `${type} is a type of some kind of source`,
    );
    const state: State = {
      ...{ uri, name: '示例', answerableUscc: '', types: [type], status },
      kind: `SOURCE_KIND_${kind.toUpperCase()}` as State['kind'],
      version: BigInt(states.length + 1),
    };
    this.#states.set(uri, [...states, state]);
    return state;
  }
}

/** Two persons agree to something about sources; until they are answered they make the same request again. */
export async function agree(world: World): Promise<void> {
  const { agreements } = world;
  const process = world.processOf('partners');
  const wanted = process && agreements.next(world);
  if (!wanted) return;
  world.underWay += 1;
  try {
    await process.ask('agree', wanted);
    agreements.answered(wanted);
    for (const { uri, status, version } of wanted.sources)
      world.record(`${uri} is ${status.slice('SOURCE_STATUS_'.length).toLowerCase()}, version ${version}`);
    for (const { id, fromSource, toSource, type, subject } of wanted.handingsOver) {
      world.record(`${id}: ${fromSource} hands ${type || 'all'} ${subject} over to ${toSource}`);
      world.count('handed over');
    }
  } catch (error) {
    world.record(`what is agreed about sources is not answered: ${messageOf(error)}`);
  } finally {
    world.underWay -= 1;
  }
}

function keyOf({ type, subject }: Pick<Fact, 'type' | 'subject'>): string {
  return `${type} ${subject}`;
}
