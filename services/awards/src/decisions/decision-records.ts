import { type DecisionData, dataToJson, type Fact } from '@duixian/facts';
import { isLaterDecision } from '@duixian/policy';
import type { Session } from '@duixian/runtime';
import { type Actor, type Authorization, canonicalJson, defined, LIMITS, NO_STEPS } from '@duixian/values';
import type { DecisionCollections, DecisionDocument, ProposedDecision } from '../store/decisions.ts';
import { refuse } from './refuse.ts';

/**
 * The storage of decisions by two persons. A document is written before it is decided on, so that two
 * concurrent decisions conflict there.
 */
export class DecisionRecords {
  readonly collections: DecisionCollections;

  constructor(collections: DecisionCollections) {
    this.collections = collections;
  }

  async find(id: string): Promise<DecisionDocument> {
    const found = await this.collections.decisions.findOne({ _id: id });
    return found ?? refuse('not-known', `no decision ${id} was proposed`);
  }

  async read(id: string, session: Session): Promise<DecisionDocument | undefined> {
    const invalidated = { $inc: { guard: 1n } };
    const options = { session, returnDocument: 'after' } as const;
    return (
      (await this.collections.decisions.findOneAndUpdate({ _id: id }, invalidated, options)) ?? undefined
    );
  }

  async mustRead(id: string, session: Session): Promise<DecisionDocument> {
    return (await this.read(id, session)) ?? refuse('not-known', `no decision ${id} was proposed`);
  }

  async begin(id: string, session: Session): Promise<DecisionDocument> {
    const { most, of } = LIMITS.proposedDecisions;
    const held = await this.collections.decisions.estimatedDocumentCount();
    if (held >= most)
      refuse('over-limit', `there are ${held} ${of} already, and no more than ${most} are kept`);
    const document: DecisionDocument = {
      ...{ _id: id, steps: NO_STEPS, isWaiting: false, decides: '', decidedOn: null, guard: 1n },
    };
    await this.collections.decisions.insertOne(document, { session });
    return document;
  }

  /**
   * A new decision that waits, by the same person on the same preview: a person who got no answer proposes it
   * again, and an amount that is decided twice is paid twice. Two concurrent proposals conflict at the id
   * that both take.
   */
  async findSame(
    { content, preview }: Pick<ProposedDecision, 'content' | 'preview'>,
    { person }: Actor,
    session: Session,
  ): Promise<DecisionDocument | undefined> {
    const same = {
      ...{ isWaiting: true, 'steps.waiting.by': person },
      ...{ 'steps.waiting.content.content': content, 'steps.waiting.content.preview': preview },
    };
    return (await this.collections.decisions.findOne(same, { session })) ?? undefined;
  }

  /** Stores it with the act that changed it. */
  async save(
    document: DecisionDocument,
    event: string,
    { actor, at, because }: Authorization,
    content: object,
    session: Session,
  ): Promise<void> {
    const { decisions, acts } = this.collections;
    const { _id: of } = document;
    await decisions.replaceOne({ _id: of }, document, { session });
    const last = await acts.findOne({ of }, { sort: { number: -1 }, session });
    const number = (last?.number ?? 0) + 1;
    const contentJson = canonicalJson(content as never);
    const act = { of, number, event, by: actor.person, key: actor.key, at, because, contentJson };
    await acts.insertOne(act, { session });
  }

  /** An id made now would be of this millisecond; it may be ahead of the clock if many are made at once. */
  async nextIdAtMs(nowMs: number): Promise<number> {
    const last = await this.collections.lastId.findOne({ _id: 'officers' });
    return Math.max(nowMs, Number(last?.atMs ?? 0n) + 1);
  }

  async takeIdAtMs(now: Date, session: Session): Promise<number> {
    const next = { $max: [BigInt(now.getTime()), { $add: [{ $ifNull: ['$atMs', 0n] }, 1n] }] };
    const taken = await this.collections.lastId.findOneAndUpdate(
      { _id: 'officers' },
      [{ $set: { atMs: next } }],
      { session, upsert: true, returnDocument: 'after' },
    );
    return Number(defined(taken, 'it was written').atMs);
  }

  /**
   * Of two equally narrow decisions that are confirmed one after the other the later one must win, also
   * before awards has received the first. Two concurrent confirmations conflict at their scope.
   */
  async mustWin({ subject, data }: Fact<'duixian.decision.v1'>, session: Session): Promise<void> {
    const decides = scopeOf(data);
    const { scopes, decisions } = this.collections;
    await scopes.updateOne({ _id: decides }, { $inc: { confirmations: 1n } }, { session, upsert: true });
    if (data.status !== 'made' || data.rate === undefined) return;
    const others = { decides, decidedOn: { $type: 'string' as const }, _id: { $ne: subject } };
    for await (const { _id: id, decidedOn } of decisions.find(others, { session })) {
      const other = { id, decidedOn: decidedOn ?? '' };
      if (!isLaterDecision(other, { id: subject, decidedOn: data.decidedOn })) continue;
      refuse(
        'beaten',
        `decision ${id} of ${decidedOn} has an equally narrow scope and takes precedence: this one would decide nothing`,
      );
    }
  }
}

/** Equal for equally narrow decisions of one provision. */
export function scopeOf({ provision, scope }: Pick<DecisionData, 'provision' | 'scope'>): string {
  return canonicalJson({ provision, scope: dataToJson(scope as never) } as never);
}
