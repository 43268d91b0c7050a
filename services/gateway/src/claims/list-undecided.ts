import { z } from 'zod';
import { entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page, uscc, year } from '../http/parameters.ts';
import { undecidedClaimSchema, undecidedJson } from './json.ts';

export const listUndecided = endpoint({
  method: 'GET',
  path: '/v1/undecided',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'Claims that wait for a decision',
  summaryZh: '待裁量的事项及其上下限',
  query: z.strictObject({
    entity: uscc.optional(),
    year: year.optional(),
    provision: name.optional(),
    ...page,
  }),
  answer: z.strictObject({ claims: z.array(undecidedClaimSchema), next }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const { claims, next } = await services.awards.listUndecided({
      entity: await entityToRead(key, query.entity, services),
      year: query.year ?? 0,
      provision: query.provision ?? '',
      after: query.after ?? '',
      limit: query.limit,
    });
    return { claims: claims.map(undecidedJson), next: nextOf(next) };
  },
});
