import { undecidedJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';

export const listUndecided = endpoint(api.listUndecided, async ({ key, query }, services) => {
  const { claims, next } = await services.awards.listUndecided({
    entity: await entityToRead(key, query.entity, services),
    year: query.year ?? 0,
    provision: query.provision ?? '',
    after: query.after ?? '',
    limit: query.limit,
  });
  return { claims: claims.map(undecidedJson), next: nextOf(next) };
});
