import * as api from '@duixian/api';
import { entityOf, entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import { payableJson } from './json.ts';

export const listPayables = endpoint(api.listPayables, async ({ key, query }, services) => {
  const { payables, next } = await services.disbursement.listPayables({
    entity: await entityOf(await entityToRead(key, query.entity, services), services),
    after: query.after ?? '',
    limit: query.limit,
  });
  return { payables: payables.map(payableJson), next: nextOf(next) };
});
