import * as api from '@duixian/api';
import { defined } from '@duixian/values';
import { holderOf } from '../access/actor-of.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';

export const sendBack = endpoint(api.sendBack, async ({ key, params: { id }, body }, services) => {
  const asked = { type: 'duixian.usage.v1', subject: id, historyAfter: 0n, historyLimit: 1 };
  const { thing } = await services.registers.metering.getThing(asked);
  const { source, current } = defined(thing, 'a record is answered');
  const { revision, dataJson } = defined(current, 'what is held has a revision');
  const { status } = JSON.parse(dataJson) as { status: string };
  if (status !== 'final')
    throw new Problem('conflict', `${id} is ${status}, not final: its platform may change it as it is.`);
  const { reason } = body;
  await services.waiting.sendBack({ actor: holderOf(key), source, subject: id, revision, reason });
  return { id, source, revision: Number(revision) };
});
