import { z } from 'zod';
import { mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { name, uscc, year } from '../http/parameters.ts';
import { explanationJson, explanationSchema } from './explanation-json.ts';

export const explainAccount = endpoint({
  method: 'GET',
  path: '/v1/accounts/:entity/:year/:group',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Why an account is what it is',
  summaryZh: '某一账户的来由：条款、依据、算式、封顶',
  params: z.strictObject({ entity: uscc, year, group: name }),
  answer: explanationSchema,
  problems: ['not-found', 'unavailable'],
  async handle({ key, params }, services) {
    await mustBeReadable(key, [params.entity], services);
    return explanationJson(await services.awards.explainAccount(params));
  },
});
