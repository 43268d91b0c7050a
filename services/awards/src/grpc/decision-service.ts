import { decisionsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  readPage,
  refuseForeignCursor,
  unary,
} from '@duixian/runtime';
import type { Authorization } from '@duixian/values';
import type { Changed, DecisionCommands } from '../decisions/decision-commands.ts';
import { previewDecision } from '../decisions/preview-decision.ts';
import type { Previews } from '../decisions/previews.ts';
import { refuse } from '../decisions/refuse.ts';
import { accountId } from '../domain/account-state.ts';
import type { PolicyInForce } from '../projection/policy-in-force.ts';
import type { Collections } from '../store/collections.ts';
import { actorFrom, decisionMessage, draftFrom } from './decision-message.ts';
import { previewMessage } from './preview-message.ts';

/** The id of a decision. */
const CURSOR = /^[^\p{Cc}]{1,200}$/u;
const ACTS_SHOWN = 100;

export function decisionService(
  decisions: DecisionCommands,
  previews: Previews,
  inForce: PolicyInForce,
  collections: Collections,
  commands: Commands,
): GrpcService {
  const { records } = decisions;
  const methods = decisionsV1.DecisionServiceService;
  const implementation: decisionsV1.DecisionServiceServer = {
    listDecisions: unary(async ({ waiting, after, limit }) => {
      if (after !== '') refuseForeignCursor(after, CURSOR);
      const filter = { _id: { $gt: after }, ...(waiting && { isWaiting: true }) };
      const page = await readPage(records.collections.decisions.find(filter).sort({ _id: 1 }), limit);
      const listed = page.rows.map((document) => decisionMessage(document, []));
      return { decisions: listed, next: nextAfter(page, ({ _id }) => _id) };
    }),
    getDecision: unary(async ({ id }) => {
      const document = await records.find(id);
      const acts = records.collections.acts.find({ of: id }).sort({ number: -1 }).limit(ACTS_SHOWN);
      return { decision: decisionMessage(document, await acts.toArray()) };
    }),
    previewDecision: unary(async ({ of }) => {
      const drafted =
        of?.$case === 'waiting'
          ? await decisions.waiting(of.value)
          : { ...(await decisions.drafted(draftFrom(of?.value))), number: 0 };
      const policy = await inForce.read();
      const previewed = await previewDecision(policy, collections, drafted.fact);
      const about = { policy: policy.packDigest, readings: policy.readings };
      const claims = previewed.preview.digest(about, previewed.accounts);
      return previewMessage(previewed, drafted, `${drafted.content}.${claims}`);
    }),
    sealPreview: unary(async ({ key, orders, waiting }) => {
      const named = orders.map(({ fen, ...account }) => ({ account: accountId(account), fen }));
      return { digest: await previews.seal(key, named, waiting) };
    }),
    changeDecision: commands.unary(methods.changeDecision, {
      decide: (request) => change(decisions, request, previews.clock.now()),
      answer: ({ document, isNew }) => ({ decision: decisionMessage(document, []), isNew }),
    }),
  };
  return { definition: methods, implementation };
}

function change(
  commands: DecisionCommands,
  { id, actor, act }: decisionsV1.ChangeDecisionRequest,
  at: Date,
): Promise<Changed> {
  const acting = (because: string): Authorization => ({ actor: actorFrom(actor), at, because });
  if (act?.$case === 'propose') {
    const draft = draftFrom(act.value.draft);
    return commands.propose(draft, act.value.preview, acting(draft.documentNo));
  }
  if (act?.$case === 'confirm') {
    const { number, ...rest } = act.value;
    return commands.confirm(id, { ...rest, number: Number(number) }, acting(''));
  }
  if (act?.$case === 'reject') return commands.reject(id, Number(act.value.number), acting(act.value.reason));
  return refuse('not-known', 'act: propose, confirm or reject');
}
