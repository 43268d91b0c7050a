import type { Verdict, Words } from '../core/rule.ts';
import { wronglySigned } from './check-signatures.ts';
import { askEffects, type Effects } from './effects.ts';
import { orderEvent } from './events.ts';
import { judgeProbes, type Probe, rightMessage } from './probes.ts';
import type { WebhookSettings } from './settings.ts';

type EffectsRule = {
  readonly probes: readonly Probe[];
  /** Of them those after which effects are asked for; all if not given. */
  readonly asked?: readonly Probe[];
  readonly question: Words;
  readonly wanted: Words;
  readonly isRight: (effects: Effects) => boolean;
};

/** W-02 */
export async function refusesWrongSignatures(
  settings: WebhookSettings,
  signal: AbortSignal,
): Promise<Verdict> {
  const probes = wronglySigned(settings);
  const question = {
    zh: '这些消息在你的系统里是否都没有产生效果？',
    en: 'did none of these messages have an effect in your system?',
  };
  const wanted = { zh: '没有效果', en: 'no effect' };
  return judgeEffects(
    settings,
    {
      probes,
      question,
      wanted,
      isRight: ({ timesApplied, version }) => timesApplied === 0 && version === null,
    },
    signal,
  );
}

/** W-06: sent again with the same id, a new time and so a new signature, as after an answer that was lost. */
export async function appliesOnce(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const event = orderEvent({ seed: settings.seed, rule: 'W-06', name: 'again' }, 'again', 1, settings.now());
  const first = rightMessage(settings, event);
  const again = rightMessage({ ...settings, now: () => new Date(settings.now().getTime() + 1_000) }, event);
  const probes: Probe[] = [
    { what: { zh: '第一次', en: 'the first time' }, message: first, wants: 'accepted' },
    {
      what: { zh: '同一个 webhook-id 再来一次', en: 'the same webhook-id again' },
      message: again,
      wants: 'accepted',
    },
  ];
  const question = {
    zh: '这个事件在你的系统里是否只产生了一次效果？',
    en: 'did this event have an effect once only in your system?',
  };
  const wanted = { zh: '恰好一次效果', en: 'an effect exactly once' };
  return judgeEffects(
    settings,
    {
      probes,
      asked: probes.slice(0, 1),
      question,
      wanted,
      isRight: ({ timesApplied }) => timesApplied === 1,
    },
    signal,
  );
}

/** W-08: no order of delivery is promised; the highest version of a subject counts. */
export async function keepsTheHighestVersion(
  settings: WebhookSettings,
  signal: AbortSignal,
): Promise<Verdict> {
  const at = (version: number): Probe => {
    const names = { seed: settings.seed, rule: 'W-08', name: `${version}` };
    const what = { zh: `版本 ${version}`, en: `version ${version}` };
    return {
      what,
      message: rightMessage(settings, orderEvent(names, 'order', version, settings.now())),
      wants: 'accepted',
    };
  };
  const probes = [at(5), at(4)];
  const question = {
    zh: '你的系统里这个支付申请是版本 5（paid）的状态吗？',
    en: 'does your system hold the state of version 5 (paid) of this order?',
  };
  const wanted = { zh: '版本 5 的状态', en: 'the state of version 5' };
  return judgeEffects(
    settings,
    { probes, asked: probes.slice(0, 1), question, wanted, isRight: ({ version }) => version === 5 },
    signal,
  );
}

/** Answers alone do not show effects: those are asked for where the receiver tells them, else by a person. */
async function judgeEffects(
  settings: WebhookSettings,
  { probes, asked = probes, question, wanted, isRight }: EffectsRule,
  signal: AbortSignal,
): Promise<Verdict> {
  const answers = await judgeProbes(settings, probes, signal);
  if (answers.status === 'FAILED') return answers;
  const ids = asked.map(({ message }) => `${message.id} (${message.subject})`).join(', ');
  const reason = { zh: `${question.zh} ${ids}`, en: `${question.en} ${ids}` };
  if (settings.effectsUrl === undefined) return { ...answers, status: 'REVIEW', reason };
  // Only the first waits for what works after its answer: by then all had the time.
  let { settleMs } = settings;
  const evidence: Verdict['evidence'][number][] = [];
  for (const { message, what } of asked) {
    const effects = await askEffects({ ...settings, settleMs }, message.id, message.subject, signal);
    settleMs = 0;
    if (effects === undefined || isRight(effects)) continue;
    const difference = {
      zh: `${what.zh}：应为${wanted.zh}`,
      en: `${what.en}: there should be ${wanted.en}`,
    };
    evidence.push({ place: message.id, sent: message.body, received: JSON.stringify(effects), difference });
  }
  if (evidence.length === 0) return answers;
  return {
    status: 'FAILED',
    reason: { zh: '应答对，效果不对', en: 'the answers are right, the effects are not' },
    evidence,
  };
}
