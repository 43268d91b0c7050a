import type { Verdict } from '../core/rule.ts';
import { deliver } from './deliver.ts';
import { orderEvent, trialEvent } from './events.ts';
import {
  evidenceOf,
  isAsWanted,
  judgeProbes,
  type Probe,
  rightMessage,
  signedMessage,
  verdictOf,
} from './probes.ts';
import type { WebhookSettings } from './settings.ts';

const AT_ONCE = 20;

/** W-01 */
export function answersInTime(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const event = trialEvent({ seed: settings.seed, rule: 'W-01', name: 'trial' }, settings.now());
  const what = { zh: '签名正确的 duixian.test.v1', en: 'duixian.test.v1 with a right signature' };
  return judgeProbes(settings, [{ what, message: rightMessage(settings, event), wants: 'accepted' }], signal);
}

/** W-05: JSON that every parser reads alike, and that no program would write again as it came. */
export function verifiesRawBytes(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const probe = (name: string, what: Probe['what'], bodyOf: (content: object) => string): Probe => {
    const event = orderEvent({ seed: settings.seed, rule: 'W-05', name }, name, 1, settings.now());
    const message = signedMessage(settings, event, bodyOf(event.content), settings.now());
    return { what, message, wants: 'accepted' };
  };
  return judgeProbes(
    settings,
    [
      probe('spaces', { zh: '带空格和换行的 JSON', en: 'JSON with spaces and line ends' }, (content) =>
        JSON.stringify(content, null, 3),
      ),
      probe('escapes', { zh: '用 \\u 写的字符', en: 'a character written as \\u' }, (content) =>
        JSON.stringify(content).replace('duixian:', '\\u0064uixian:'),
      ),
      probe(
        'newline',
        { zh: '结尾有换行', en: 'a newline at the end' },
        (content) => `${JSON.stringify(content)}\n`,
      ),
    ],
    signal,
  );
}

/** W-07: events and fields that come later must not need another program. */
export function takesWhatIsNew(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const probe = (
    name: string,
    what: Probe['what'],
    change: (content: Record<string, unknown>) => object,
  ): Probe => {
    const event = orderEvent({ seed: settings.seed, rule: 'W-07', name }, name, 1, settings.now());
    const content = change({ ...event.content }) as Record<string, unknown>;
    return { what, message: rightMessage(settings, { ...event, content }), wants: 'accepted' };
  };
  return judgeProbes(
    settings,
    [
      probe('type', { zh: '未知的事件类型', en: 'an unknown type' }, (content) => ({
        ...content,
        type: 'duixian.conform.unknown.v1',
      })),
      probe('field', { zh: 'data 中未知的字段', en: 'an unknown field in data' }, (content) => ({
        ...content,
        data: { ...(content['data'] as object), conformUnknown: [1] },
      })),
      probe('attribute', { zh: '未知的扩展属性', en: 'an unknown extension attribute' }, (content) => ({
        ...content,
        conformunknown: 'x',
      })),
    ],
    signal,
  );
}

/** W-09 */
export async function takesManyAtOnce(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const what = { zh: `同时 ${AT_ONCE} 条之一`, en: `one of ${AT_ONCE} at once` };
  const exchanges = await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const names = { seed: settings.seed, rule: 'W-09', name: `${index}` };
      const message = rightMessage(settings, orderEvent(names, `${index}`, 1, settings.now()));
      const probe: Probe = { what, message, wants: 'accepted' };
      return { probe, exchange: await deliver(settings, message, signal) };
    }),
  );
  const wrong = exchanges.filter(({ probe, exchange }) => !isAsWanted(probe, exchange));
  const slowestMs = Math.max(...exchanges.map(({ exchange }) => exchange.durationMs));
  const evidence = wrong.map(({ probe, exchange }) => evidenceOf(probe, exchange));
  return verdictOf(AT_ONCE, evidence, slowestMs, settings);
}

/** W-10: our sender follows no redirect, so one is a failure for good. */
export async function redirectsNowhere(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const event = trialEvent({ seed: settings.seed, rule: 'W-10', name: 'trial' }, settings.now());
  const exchange = await deliver(settings, rightMessage(settings, event), signal);
  const { status, sent, received } = exchange;
  const isRedirect = status !== undefined && status >= 300 && status < 400;
  if (!isRedirect) {
    const reason = {
      zh: `应答 ${status ?? '无'}，没有重定向`,
      en: `the answer is ${status ?? 'none'}, and no redirect`,
    };
    return { status: 'PASSED', reason, evidence: [] };
  }
  const reason = { zh: `应答是重定向 ${status}`, en: `the answer is the redirect ${status}` };
  return { status: 'FAILED', reason, evidence: [{ place: event.id, sent, received, difference: reason }] };
}
