import {
  type DecisionData,
  dataToJson,
  type Fact,
  OFFICERS_SOURCE,
  type OwnCheck,
  readItem,
} from '@duixian/facts';
import type { OutboxBatch } from '@duixian/messaging';
import { decisionCheck } from '@duixian/policy';
import { type RecordDocument, type Register, recordId } from '@duixian/register';
import {
  currentTraceparent,
  type DatabaseClock,
  RpcError,
  remembered,
  rpcStatus,
  type Session,
  transact,
} from '@duixian/runtime';
import type { ServiceRuntime } from '@duixian/service';
import {
  type Authorization,
  canonicalJson,
  confirmNumber,
  lacksScope,
  proposeContent,
  rejectNumber,
  type StepRefused,
  sha256Hex,
  shanghaiDay,
} from '@duixian/values';
import { type DecisionDraft, draftedData, officersId } from '../domain/decision-draft.ts';
import type { PolicyInForce } from '../projection/policy-in-force.ts';
import type { DecisionDocument, ProposedDecision } from '../store/decisions.ts';
import { type DecisionRecords, scopeOf } from './decision-records.ts';
import type { Previews } from './previews.ts';
import { refuse } from './refuse.ts';

type Decision = Fact<'duixian.decision.v1'>;
const TYPE = 'duixian.decision.v1';

/** A draft as it would be recorded. */
export type Drafted = { readonly fact: Decision; readonly source: string; readonly content: string };
export type Changed = { readonly document: DecisionDocument; readonly isNew: boolean };

export type Confirmation = {
  readonly number: number;
  readonly preview: string;
  readonly previewNow: string;
  readonly mayGrowFen: bigint;
};

/**
 * The commands of officers for decisions: one person proposes on a paper and a preview, another confirms, and
 * the confirmed decision is recorded as a fact in the same transaction as its confirmation. Nothing is
 * confirmed twice, and a killed process leaves nothing half done.
 */
export class DecisionCommands {
  readonly records: DecisionRecords;
  readonly #runtime: Pick<ServiceRuntime<unknown>, 'database' | 'relay'>;
  readonly #register: Register;
  readonly #previews: Previews;
  readonly #clock: DatabaseClock;
  readonly #check: OwnCheck;

  constructor(
    runtime: Pick<ServiceRuntime<unknown>, 'database' | 'relay'>,
    register: Register,
    records: DecisionRecords,
    previews: Previews,
    inForce: PolicyInForce,
  ) {
    this.#runtime = runtime;
    this.#register = register;
    this.records = records;
    this.#previews = previews;
    this.#clock = previews.clock;
    this.#check = decisionCheck(() => inForce.now);
  }

  /** What a draft would record, and under which id; throws with all its faults. */
  async drafted(draft: DecisionDraft): Promise<Drafted> {
    const held = draft.id === '' ? undefined : await this.#held(draft.id);
    if (!held && 'withdrawal' in draft.what) refuse('not-known', `there is no decision ${draft.id}`);
    // Ids of new decisions are made here, so that the later one of a day wins; nobody can choose an id that
    // beats all others.
    if (!held && draft.id !== '') await this.records.find(draft.id);
    const data = held?.data as DecisionData | undefined;
    const now = this.#clock.now();
    const drafted = draftedData(
      draft,
      data && { data, json: dataToJson(data) },
      shanghaiDay(BigInt(now.getTime()) * 1_000_000n),
    );
    const day = typeof drafted['decidedOn'] === 'string' ? drafted['decidedOn'] : '';
    const id = draft.id || officersId(day, await this.records.nextIdAtMs(now.getTime()));
    // The change of a decision is recorded as the source that owns it.
    const source = held ? this.#ownerOf(held) : OFFICERS_SOURCE;
    const fact = this.#factOf(id, source, drafted, now);
    return { fact, source, content: sha256Hex(canonicalJson({ id: draft.id, data: drafted } as never)) };
  }

  /** What the waiting proposal would record. */
  async waiting(id: string): Promise<Drafted & { readonly number: number }> {
    const { waiting } = (await this.records.find(id)).steps;
    if (!waiting) refuse('nothing-waits', `no proposal of ${id} waits for confirmation`);
    const { dataJson, source, content } = waiting.content;
    const fact = this.#factOf(id, source, JSON.parse(dataJson), this.#clock.now());
    return { fact, source, content, number: waiting.number };
  }

  async propose(draft: DecisionDraft, preview: string, act: Authorization): Promise<Changed> {
    refuseIf(lacksScope(act.actor, 'prepare'));
    const { fact, source, content } = await this.drafted(draft);
    await this.#previews.mustBeOf(preview, content);
    const work = async (session: Session) => {
      const same = draft.id === '' && (await this.records.findSame({ content, preview }, act.actor, session));
      if (same) return { document: same, isNew: false };
      const id = draft.id || officersId(fact.data.decidedOn, await this.records.takeIdAtMs(act.at, session));
      const document = (await this.records.read(id, session)) ?? (await this.records.begin(id, session));
      const { reason } = draft;
      const dataJson = canonicalJson(dataToJson(fact.data) as never);
      const proposed: ProposedDecision = { dataJson, source, reason, content, preview };
      const { steps, isNew } = proposeContent(document.steps, proposed, act);
      const after = { ...document, steps, isWaiting: true };
      if (isNew) await this.records.save(after, 'propose', act, proposed, session);
      return { document: after, isNew };
    };
    return transact(this.#runtime.database, remembered(work));
  }

  async confirm(id: string, confirmation: Confirmation, act: Authorization): Promise<Changed> {
    let published: OutboxBatch = [];
    const work = async (session: Session) => {
      published = [];
      const document = await this.records.mustRead(id, session);
      const outcome = confirmNumber(document.steps, confirmation.number, act);
      refuseIf(outcome);
      if (!('steps' in outcome)) return { document, isNew: false };
      const { steps, content } = outcome;
      await this.#previews.mustHold(confirmation, content.content, session);
      const fact = this.#factOf(id, content.source, JSON.parse(content.dataJson), act.at);
      await this.records.mustWin(fact, session);
      published = await this.#record(fact, session);
      const after = { ...document, steps, isWaiting: false, ...decidesOf(fact) };
      const { preview, mayGrowFen } = confirmation;
      const evidence = { number: confirmation.number, preview, mayGrowFen: `${mayGrowFen}` };
      await this.records.save(after, 'confirm', act, evidence, session);
      return { document: after, isNew: true };
    };
    const changed = await transact(this.#runtime.database, remembered(work));
    void this.#runtime.relay.publish(published);
    return changed;
  }

  async reject(id: string, number: number, act: Authorization): Promise<Changed> {
    const work = async (session: Session) => {
      const document = await this.records.mustRead(id, session);
      const outcome = rejectNumber(document.steps, number, act);
      refuseIf(outcome);
      if ('refusal' in outcome) throw new Error('a refusal was thrown');
      const after = { ...document, steps: outcome.steps, isWaiting: false };
      await this.records.save(after, 'reject', act, { number }, session);
      return { document: after, isNew: true };
    };
    return transact(this.#runtime.database, remembered(work));
  }

  async #record(fact: Decision, session: Session): Promise<OutboxBatch> {
    const { outcomes, batch } = await this.#register.recordIn(session, [fact], currentTraceparent());
    const [outcome] = outcomes;
    if (outcome === 'recorded') return batch;
    const why = typeof outcome === 'object' && 'message' in outcome ? outcome.message : `it is ${outcome}`;
    return refuse(
      'another-revision',
      `${fact.subject} was changed since this was proposed (${why}); reject it`,
    );
  }

  #held(id: string): Promise<RecordDocument | undefined> {
    const { records } = this.#register.collections;
    return records
      .findOne({ _id: recordId(TYPE, id), revision: { $gt: 0 } })
      .then((record) => record ?? undefined);
  }

  #ownerOf(record: RecordDocument): string {
    return this.#register.sources.handedOver(record).at(-1)?.to ?? record.source;
  }

  /** Checked like every decision at intake. */
  #factOf(subject: string, source: string, data: Record<string, unknown>, now: Date): Decision {
    const item = {
      specversion: '1.0',
      id: `${subject}/${String(data['revision'])}`.slice(0, 100),
      ...{ source, type: TYPE, subject, time: now.toISOString(), datacontenttype: 'application/json', data },
    };
    const read = readItem(item, 0, { ownCheck: this.#check, now });
    if ('fact' in read) return read.fact as Decision;
    const faults = read.faults.map(({ field, message }) => `${field}: ${message}`);
    throw new RpcError(rpcStatus.INVALID_ARGUMENT, faults.join('; '));
  }
}

function refuseIf(outcome: StepRefused | object | undefined): void {
  if (outcome && 'refusal' in outcome && 'why' in outcome)
    refuse((outcome as StepRefused).refusal, (outcome as StepRefused).why);
}

function decidesOf({ data }: Decision): Pick<DecisionDocument, 'decides' | 'decidedOn'> {
  return {
    decides: scopeOf(data),
    decidedOn: data.status === 'made' && data.rate !== undefined ? data.decidedOn : null,
  };
}
