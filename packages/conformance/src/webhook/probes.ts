import type { Evidence, Verdict, Words } from '../core/rule.ts';
import { deliver, type Exchange, type Message } from './deliver.ts';
import type { TestEvent } from './events.ts';
import type { WebhookSettings } from './settings.ts';
import { hmacSignature } from './signatures.ts';

/** A message, what is special about it, and how it has to be answered. */
export type Probe = {
  readonly what: Words;
  readonly message: Message;
  readonly wants: 'accepted' | 'refused';
};

/** As our sender sends it: compact JSON, signed now. */
export function rightMessage(settings: WebhookSettings, event: TestEvent): Message {
  return signedMessage(settings, event, JSON.stringify(event.content), settings.now());
}

export function signedMessage(
  { secret }: WebhookSettings,
  { id, subject }: TestEvent,
  body: string,
  at: Date,
): Message {
  return { id, subject, at, body, signature: hmacSignature(secret, { id, at, body }) };
}

/** Sends one probe after the other and compares the answers with what is wanted. */
export async function judgeProbes(
  settings: WebhookSettings,
  probes: readonly Probe[],
  signal: AbortSignal,
): Promise<Verdict> {
  const evidence: Evidence[] = [];
  let slowestMs = 0;
  for (const probe of probes) {
    const exchange = await deliver(settings, probe.message, signal);
    slowestMs = Math.max(slowestMs, exchange.durationMs);
    if (!isAsWanted(probe, exchange)) evidence.push(evidenceOf(probe, exchange));
  }
  return verdictOf(probes.length, evidence, slowestMs, settings);
}

export function isAsWanted({ wants }: Probe, { status = 0 }: Exchange): boolean {
  return wants === 'accepted' ? status >= 200 && status < 300 : status >= 400 && status < 500;
}

export function evidenceOf({ what, message, wants }: Probe, { sent, received }: Exchange): Evidence {
  const wanted = wants === 'accepted' ? '2xx' : '4xx';
  const [answer = ''] = received.split('\n');
  return {
    place: message.id,
    sent,
    received,
    difference: {
      zh: `${what.zh}：应回 ${wanted}，实际 ${answer}`,
      en: `${what.en}: the answer should be ${wanted}, it is ${answer}`,
    },
  };
}

export function verdictOf(
  count: number,
  evidence: readonly Evidence[],
  slowestMs: number,
  { warnAfterMs }: WebhookSettings,
): Verdict {
  if (evidence.length > 0) {
    const reason = {
      zh: `${count} 条消息中 ${evidence.length} 条的应答不对`,
      en: `${evidence.length} of ${count} messages were not answered as they should be`,
    };
    return { status: 'FAILED', reason, evidence };
  }
  const reason = {
    zh: `${count} 条消息的应答都对，最慢 ${slowestMs} 毫秒`,
    en: `${count === 1 ? 'the message was' : `${count} messages were`} answered as wanted, the slowest after ${slowestMs} ms`,
  };
  return { status: slowestMs > warnAfterMs ? 'WARNING' : 'PASSED', reason, evidence };
}
