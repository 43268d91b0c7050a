import { z } from 'zod';
import { entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page, uscc, year } from '../http/parameters.ts';
import { namedAccountJson, namedAccountSchema } from './json.ts';

export const listAccounts = endpoint({
  method: 'GET',
  path: '/v1/accounts',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'What entities are owed, per year and cap group',
  summaryZh: '各法人按年度和封顶组的应得奖补',
  query: z.strictObject({ entity: uscc.optional(), year: year.optional(), group: name.optional(), ...page }),
  answer: z.strictObject({ accounts: z.array(namedAccountSchema), next }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const { accounts, next } = await services.awards.listAccounts({
      entity: await entityToRead(key, query.entity, services),
      year: query.year ?? 0,
      group: query.group ?? '',
      after: query.after ?? '',
      limit: query.limit,
    });
    return { accounts: accounts.map(namedAccountJson), next: nextOf(next) };
  },
});
