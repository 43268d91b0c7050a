import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import { LIMITS } from '@duixian/values';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { readDeadLetterId } from './id.ts';

/** Enough for the most dead letters that one request may name. */
export const deadLettersTimeout = () => ({ timeoutMs: LIMITS.deadLettersMs.most });

export const resendDeadLetters = endpoint(api.resendDeadLetters, async ({ body }, { operations }) => {
  const chosen: [api.ServiceName, string[]][] =
    'all' in body ? api.SERVICE_NAMES.map((name) => [name, []]) : [...idsByService(body.ids)];
  let resent = 0n;
  for (const [service, ids] of chosen) {
    resent += (await operations[service].resendDeadLetters({ ids }, deadLettersTimeout())).resent;
  }
  return { resent: exactNumber(resent) };
});

export function idsByService(ids: readonly string[]): Map<api.ServiceName, string[]> {
  const chosen = new Map<api.ServiceName, string[]>();
  for (const text of ids) {
    const read = readDeadLetterId(text);
    if (!read)
      throw new Problem('not-found', `There is no dead letter ${text}; /v1/dead-letters lists them.`);
    chosen.set(read.service, [...(chosen.get(read.service) ?? []), read.id]);
  }
  return chosen;
}
