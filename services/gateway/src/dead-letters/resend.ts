import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { SERVICE_NAMES, type ServiceName } from '../services.ts';
import { readDeadLetterId } from './id.ts';

/** For as many as one request may name. */
export const deadLettersTimeout = () => ({ timeoutMs: LIMITS.deadLettersMs.most });
const MOST = LIMITS.deadLettersAtOnce.most;
const IDS = `a list of 1 to ${MOST.toLocaleString('en')} ids of dead letters`;

export const deadLetterIds = z
  .array(z.string(), { error: IDS })
  .min(1, { error: IDS })
  .max(MOST, { error: IDS });

export const resendDeadLetters = endpoint({
  method: 'POST',
  path: '/v1/dead-letters/resend',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Send dead letters again, after what stopped them was mended',
  summaryZh: '重新发送无法处理的消息',
  body: z.union([z.strictObject({ ids: deadLetterIds }), z.strictObject({ all: z.literal(true) })], {
    error: '{"ids": [...]} or {"all": true}',
  }),
  answer: z.strictObject({ resent: count }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ body }, { operations }) {
    const chosen: [ServiceName, string[]][] =
      'all' in body ? SERVICE_NAMES.map((name) => [name, []]) : [...idsByService(body.ids)];
    let resent = 0n;
    for (const [service, ids] of chosen) {
      resent += (await operations[service].resendDeadLetters({ ids }, deadLettersTimeout())).resent;
    }
    return { resent: exactNumber(resent) };
  },
});

export function idsByService(ids: readonly string[]): Map<ServiceName, string[]> {
  const chosen = new Map<ServiceName, string[]>();
  for (const text of ids) {
    const read = readDeadLetterId(text);
    if (!read)
      throw new Problem('not-found', `There is no dead letter ${text}; /v1/dead-letters lists them.`);
    chosen.set(read.service, [...(chosen.get(read.service) ?? []), read.id]);
  }
  return chosen;
}
