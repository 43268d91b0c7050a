import { type Fact, factToCloudEvent } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { pairOf } from './agreements.ts';
import { handingsOverOf, ownersOf, recordsOf, sourceVersionsOf } from './view.ts';
import { ownerOf, type World } from './world.ts';

/** A source that does not know that it handed something over, or wants it back. */
const SPEAKS_OUT_OF_TURN = 0.1;
/** A gateway that has not looked for a moment. */
const LAGS = 0.2;

/** Some facts on their way to a register, and what may come of them. */
export class Sending {
  readonly request: registerV1.RecordRequest;
  readonly #world: World;
  readonly #facts: readonly Fact[];
  readonly #isNewest: boolean;
  readonly #handedOver: number;
  /**
   * The successive owners of each record, by all that was agreed to and recorded by now; none if nothing is
   * recorded.
   */
  readonly #owners: readonly (readonly string[])[];

  constructor(world: World, facts: readonly Fact[]) {
    const { agreements, random, mongo } = world;
    this.#world = world;
    this.#facts = facts.map((fact) => {
      const speaker = agreements.speakerOf(fact);
      return { ...fact, source: random.isTrue(SPEAKS_OUT_OF_TURN) ? pairOf(speaker) : speaker };
    });
    this.#isNewest = !random.isTrue(LAGS);
    const versions = sourceVersionsOf(mongo);
    const named = [...new Set(this.#facts.map(({ source }) => source))].map((source) => {
      const version = versions.get(source) ?? 0n;
      return [source, this.#isNewest || version < 2n ? version : version - 1n] as const;
    });
    this.request = {
      items: this.#facts.map((fact) => ({
        eventJson: Buffer.from(JSON.stringify(factToCloudEvent(fact))),
        traceparent: '',
      })),
      sourceVersions: Object.fromEntries(named),
      anySource: false,
    };
    const handed = handingsOverOf(mongo);
    this.#handedOver = handed.length;
    this.#owners = this.#facts.map((fact) => this.#ownersOf(fact));
  }

  /** Checks an answer; after an allowed refusal the fact is sent again, perhaps by another source. */
  isToSendAgain(at: number, result: registerV1.RecordResponse_Result | undefined): boolean {
    const fact = this.#facts[at];
    if (!fact || !result) throw new Error('a register answers for every fact');
    const { agreements } = this.#world;
    const { type, subject, source } = fact;
    const version = this.request.sourceVersions[source] ?? 0n;
    const [fault] = result.faults;
    const isAllowed =
      (fault?.reason === 'not-authorised' && agreements.mayBeWithdrawn(source, version)) ||
      (fault?.reason === 'other-source' && this.#mayBeAnothers(fact, this.#owners[at] ?? []));
    if (result.outcome !== 'OUTCOME_REFUSED') this.#look(fact, version, this.#owners[at] ?? []);
    else if (!isAllowed)
      this.#world.wrong.push(`${type} ${subject} of ${source} is refused: ${JSON.stringify(result.faults)}`);
    if (fault) this.#world.count(`refused: ${fault.reason}`);
    if (fault?.reason === 'other-source') agreements.passOn(fact, source);
    return isAllowed;
  }

  /** Checks whether an accepted fact was allowed. */
  #look(fact: Fact, version: bigint, owners: readonly string[]): void {
    const { agreements, wrong } = this.#world;
    const { type, subject, source } = fact;
    if (agreements.mustBeWithdrawn(source, version))
      wrong.push(`${type} ${subject} is recorded, and ${source} was withdrawn`);
    const owner = owners.at(-1) ?? source;
    if (this.#isAsThen && owner !== source)
      wrong.push(`${type} ${subject} is recorded by ${source}, and was handed over to ${owner}`);
    if (owners.length > 1 && owner === source) this.#world.count('recorded by who was given it');
  }

  /** Whether the register had to know all that was agreed to, until now. */
  get #isAsThen(): boolean {
    return this.#isNewest && handingsOverOf(this.#world.mongo).length === this.#handedOver;
  }

  #mayBeAnothers(fact: Fact, then: readonly string[]): boolean {
    const now = this.#ownersOf(fact);
    return !this.#isAsThen || [then, now].some((owners) => (owners.at(-1) ?? fact.source) !== fact.source);
  }

  #ownersOf(fact: Fact): readonly string[] {
    const { mongo } = this.#world;
    const held = recordsOf(mongo, ownerOf(fact)).find(
      ({ type, subject, revision }) => type === fact.type && subject === fact.subject && revision > 0,
    );
    return held ? ownersOf(held, handingsOverOf(mongo)) : [];
  }
}
