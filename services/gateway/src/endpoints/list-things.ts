import type { FactTypeName } from '@duixian/facts';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page } from '../http/parameters.ts';
import { thingJson, thingSchema } from '../json/thing-json.ts';
import { mustListOwnEntity } from '../keys/things-of-own-entity.ts';
import { registerOf } from '../services.ts';

/** The endpoint that lists the things of a type, or those that name something. */
export function listThings(type: FactTypeName, path: string, words: { en: string; zh: string }): Endpoint {
  return endpoint({
    method: 'GET',
    path,
    access: ['read', 'read:entity'],
    tag: 'Things',
    summary: `Each ${words.en}, or those about a USCC or another id`,
    summaryZh: `${words.zh}列表`,
    query: z.strictObject({
      about: name
        .describe('A USCC, of receipts a registration number, of usage records an instrument too.')
        .optional(),
      ...page,
    }),
    answer: z.strictObject({ things: z.array(thingSchema), next }),
    problems: ['unavailable'],
    async handle({ key, query }, services) {
      await mustListOwnEntity(key, type, query.about, services);
      const { about = '', after = '', limit } = query;
      const { things, next } = await registerOf(services, type).listThings({ type, about, after, limit });
      return { things: things.map(thingJson), next: nextOf(next) };
    },
  });
}
