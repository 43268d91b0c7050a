import { z } from 'zod';
import { entityOf, entityToRead } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { next, nextOf, page, uscc } from '../http/parameters.ts';
import { payableJson, payableSchema } from './json.ts';

export const listPayables = endpoint({
  method: 'GET',
  path: '/v1/payables',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'What is to be paid, was ordered and was paid',
  summaryZh: '应付、已申请、已支付',
  query: z.strictObject({ entity: uscc.optional(), ...page }),
  answer: z.strictObject({ payables: z.array(payableSchema), next }),
  problems: ['unavailable'],
  async handle({ key, query }, services) {
    const { payables, next } = await services.disbursement.listPayables({
      entity: await entityOf(await entityToRead(key, query.entity, services), services),
      after: query.after ?? '',
      limit: query.limit,
    });
    return { payables: payables.map(payableJson), next: nextOf(next) };
  },
});
