import type { ContractData, DecisionData, RecognitionData, RecordKey, SanctionData } from '@duixian/facts';
import { compareCodePoints, defined, type Fen, parseRate, type Uscc } from '@duixian/values';
import type {
  EligibilityContext,
  HeldDecision,
  HeldRecognition,
  HeldSanction,
  Standing,
} from './eligibility-context.ts';
import { rootOf } from './entity.ts';
import type { StatedFact } from './roles.ts';

const NO_STANDING = { recognitions: [], sanctions: [], decisions: [] } as const;
const NO_DECISIONS: readonly HeldDecision[] = [];

type Gathered = {
  recognitions: HeldRecognition[];
  sanctions: HeldSanction[];
  decisions: (HeldDecision & { year: number })[];
};

/** The context of claims when every fact is available in its newest state: the running system must agree with it. */
export class AllFactsContext implements EligibilityContext {
  readonly #parents = new Map<Uscc, Uscc>();
  readonly #entities = new Map<Uscc, Uscc>();
  readonly #gathered = new Map<Uscc, Gathered>();
  readonly #yearDecisions = new Map<string, HeldDecision[]>();
  readonly #factDecisions = new Map<string, HeldDecision[]>();
  readonly #contracts = new Map<string, ContractData>();
  readonly #receivedFen = new Map<string, Fen>();

  constructor(facts: Iterable<StatedFact>) {
    const perEntity: StatedFact[] = [];
    for (const fact of facts) {
      if (fact.type === 'duixian.party.v1') {
        if (fact.data.parentUscc !== null) this.#parents.set(fact.subject, fact.data.parentUscc);
      } else if (fact.type === 'duixian.contract.v1') {
        this.#contracts.set(fact.subject, fact.data);
      } else if (fact.type === 'duixian.receipt.v1') {
        if (fact.data.status === 'received') this.#addReceived(fact.data.registrationNo, fact.data.amountFen);
      } else if (PER_ENTITY.has(fact.type)) perEntity.push(fact);
    }
    // The entity of a fact is known only when every parent is.
    for (const fact of perEntity) this.#gather(fact);
    for (const { recognitions } of this.#gathered.values()) recognitions.sort(compareRecognitions);
  }

  standingOf(uscc: Uscc): Standing {
    const entity = this.#entityOf(uscc);
    return { entity, ...(this.#gathered.get(entity) ?? NO_STANDING) };
  }

  yearDecisions(provision: string, year: number): readonly HeldDecision[] {
    return this.#yearDecisions.get(yearKey(provision, year)) ?? NO_DECISIONS;
  }

  factDecisions(fact: RecordKey): readonly HeldDecision[] {
    return this.#factDecisions.get(factKey(fact)) ?? NO_DECISIONS;
  }

  contract(registrationNo: string): ContractData | undefined {
    return this.#contracts.get(registrationNo);
  }

  receivedFen(registrationNo: string): Fen {
    return this.#receivedFen.get(registrationNo) ?? 0n;
  }

  /** Every cycle of parents, each in the order of its chain. */
  circles(): Uscc[][] {
    const circles = new Map<Uscc, readonly Uscc[]>();
    for (const uscc of this.#parents.keys()) {
      const { entity, circle } = this.#root(uscc);
      if (circle.length > 0) circles.set(entity, circle);
    }
    return [...circles.values()].map((circle) => [...circle]);
  }

  #root(uscc: Uscc) {
    return rootOf(uscc, (child) => this.#parents.get(child));
  }

  #entityOf(uscc: Uscc): Uscc {
    if (!this.#parents.has(uscc)) return uscc;
    const known = this.#entities.get(uscc);
    if (known !== undefined) return known;
    const { entity, chain } = this.#root(uscc);
    for (const member of chain) this.#entities.set(member, entity);
    return entity;
  }

  #gather(fact: StatedFact): void {
    if (fact.type === 'duixian.recognition.v1') {
      if (fact.data.status !== 'voided')
        this.#of(fact.data.uscc).recognitions.push(heldRecognition(fact.subject, fact.data));
    } else if (fact.type === 'duixian.sanction.v1') {
      if (fact.data.status === 'active') this.#of(fact.data.uscc).sanctions.push(heldSanction(fact.data));
    } else if (fact.type === 'duixian.decision.v1') this.#gatherDecision(fact.subject, fact.data);
  }

  #gatherDecision(id: string, data: DecisionData): void {
    const decision = heldDecision(id, data);
    if (!decision) return;
    const { fact, entity, year } = data.scope;
    if (fact) append(this.#factDecisions, factKey(fact), decision);
    else if (entity) this.#of(entity).decisions.push({ ...decision, year: defined(year, 'it has a year') });
    else append(this.#yearDecisions, yearKey(data.provision, defined(year, 'it has a year')), decision);
  }

  #of(uscc: Uscc): Gathered {
    const entity = this.#entityOf(uscc);
    let gathered = this.#gathered.get(entity);
    if (!gathered) {
      gathered = { recognitions: [], sanctions: [], decisions: [] };
      this.#gathered.set(entity, gathered);
    }
    return gathered;
  }

  #addReceived(registrationNo: string, amountFen: Fen): void {
    this.#receivedFen.set(registrationNo, this.receivedFen(registrationNo) + amountFen);
  }
}

const PER_ENTITY = new Set(['duixian.recognition.v1', 'duixian.sanction.v1', 'duixian.decision.v1']);

export function heldRecognition(id: string, data: RecognitionData): HeldRecognition {
  const { uscc, kind, level, recognizedOn, revokedOn, status } = data;
  return { id, uscc, kind, level, recognizedOn, revokedOn, status };
}

export function heldSanction({ from, until }: SanctionData): HeldSanction {
  return { from, until };
}

/** Undefined where it is withdrawn, or decides an amount and so is a claim of its own. */
export function heldDecision(id: string, data: DecisionData): HeldDecision | undefined {
  if (data.status !== 'made' || data.rate === undefined) return undefined;
  const rateMillionths = defined(parseRate(data.rate), 'a checked rate can be read');
  return { id, provision: data.provision, decidedOn: data.decidedOn, rateMillionths };
}

/** By date, then id: the first of its kind is the newly recognised one (新认定). */
export function compareRecognitions(a: HeldRecognition, b: HeldRecognition): number {
  return a.recognizedOn < b.recognizedOn
    ? -1
    : a.recognizedOn > b.recognizedOn
      ? 1
      : compareCodePoints(a.id, b.id);
}

function append(decisions: Map<string, HeldDecision[]>, key: string, decision: HeldDecision): void {
  const known = decisions.get(key);
  if (known) known.push(decision);
  else decisions.set(key, [decision]);
}

function yearKey(provision: string, year: number): string {
  return `${year} ${provision}`;
}

function factKey({ type, subject }: RecordKey): string {
  return `${type} ${subject}`;
}
