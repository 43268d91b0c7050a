import { namedAccountJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';

export const listAccounts = endpoint(api.listAccounts, async ({ key, query }, services) => {
  const { accounts, next } = await services.awards.listAccounts({
    entity: await entityToRead(key, query.entity, services),
    year: query.year ?? 0,
    group: query.group ?? '',
    after: query.after ?? '',
    limit: query.limit,
  });
  return { accounts: accounts.map(namedAccountJson), next: nextOf(next) };
});
