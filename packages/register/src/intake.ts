import type { Fact } from '@duixian/facts';
import {
  type Amounts,
  Batcher,
  inTurns,
  isHopeless,
  type Logger,
  mayGoInParts,
  messageOf,
  RpcError,
  rpcStatus,
} from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { type Arrival, arrivalOf, type Outcome } from './judge-batch.ts';

type Record = (arrivals: readonly Arrival[]) => Promise<readonly Outcome[]>;

/** An arrival whose caller waits for the answer until that caller is gone. */
type Expected = Arrival & { readonly isGone: () => boolean };

/**
 * Calls that arrive while a transaction runs share the next one; the number that wait is bounded. A few facts that
 * write very much count as much as many that write little. A call whose caller is gone gets no further turn: what the
 * caller sends again would wait behind it.
 */
export class Intake {
  readonly #owner: string;
  readonly #recordInOne: Record;
  readonly #log: Logger | undefined;
  readonly #batcher: Batcher<Expected, Outcome>;

  /** `documentsOf`: how many documents a fact writes besides its own history. */
  constructor(
    owner: string,
    record: Record,
    documentsOf: (fact: Fact) => number = () => 1,
    log: Logger | undefined = undefined,
  ) {
    const { intakeItems, intakeBytes, intakeBatchItems, intakeBatchBytes, intakeBatchDocuments } = LIMITS;
    this.#owner = owner;
    this.#recordInOne = record;
    this.#log = log;
    this.#batcher = new Batcher({
      work: (arrivals) => this.#record(arrivals),
      sizeOf: ({ fact, bytes }) => ({ items: 1, bytes, documents: documentsOf(fact) }),
      batch: {
        items: intakeBatchItems.most,
        bytes: intakeBatchBytes.most,
        documents: intakeBatchDocuments.most,
      },
      waiting: {
        most: { items: intakeItems.most, bytes: intakeBytes.most },
        refusal: (waiting, refused) => this.#refusal(waiting, refused),
      },
      mayGoInParts,
      isGone: ({ isGone }) => isGone(),
    });
  }

  get isBusy(): boolean {
    return this.#batcher.isBusy;
  }

  /** `isGone`: whether the caller no longer waits for the answer. */
  async add(
    facts: readonly { fact: Fact; traceparent: string | undefined }[],
    isGone: () => boolean = () => false,
  ): Promise<readonly Outcome[]> {
    if (facts.length === 0) return [];
    const release = this.#batcher.reserve({ items: facts.length });
    const arrivals = await inTurns(facts, ({ fact, traceparent }) => ({
      ...arrivalOf(fact, traceparent),
      isGone,
    })).finally(release);
    return this.#batcher.add(arrivals);
  }

  #refusal({ items = 0, bytes = 0 }: Amounts, refused: Amounts): RpcError {
    const { intakeItems, intakeBytes } = LIMITS;
    return new RpcError(
      rpcStatus.RESOURCE_EXHAUSTED,
      `${items} facts of ${bytes} bytes wait for the register of ${this.#owner}, which is as much as it keeps ` +
        `waiting (${intakeItems.most} facts, ${intakeBytes.most} bytes); these ${refused['items']} facts were not recorded, perhaps others ` +
        'of the same call: send it again in a few seconds, which is harmless',
    );
  }

  /** A failure that no retry helps belongs to its item; an outage fails the whole call, which may be sent again. */
  async #record(arrivals: readonly Arrival[]): Promise<readonly Outcome[]> {
    try {
      return await this.#recordInOne(arrivals);
    } catch (error) {
      const [arrival, ...others] = arrivals;
      if (!arrival || others.length > 0 || !isHopeless(error)) throw error;
      const { type, subject } = arrival.fact;
      const defect = messageOf(error);
      this.#log?.error(
        { type, subject, reason: defect },
        'a defect of this software prevents a fact from being recorded; others are recorded',
      );
      return [{ defect }];
    }
  }
}
