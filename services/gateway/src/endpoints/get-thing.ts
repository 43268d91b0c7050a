import type { FactTypeName } from '@duixian/facts';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { thingJson, thingSchema } from '../json/thing-json.ts';
import { mustNameOwnEntity } from '../keys/things-of-own-entity.ts';
import { registerOf } from '../services.ts';

/** The endpoint that gives one thing of a type with its history. */
export function getThing(type: FactTypeName, path: string, words: { en: string; zh: string }): Endpoint {
  return endpoint({
    method: 'GET',
    path: `${path}/:id`,
    access: ['read', 'read:entity'],
    tag: 'Things',
    summary: `One ${words.en} with its history`,
    summaryZh: `单个${words.zh}及其历次状态`,
    params: z.strictObject({ id: name }),
    answer: thingSchema,
    problems: ['not-found', 'unavailable'],
    async handle({ key, params }, services) {
      const { thing } = await registerOf(services, type).getThing({
        type,
        subject: params.id,
        historyAfter: 0n,
        historyLimit: 0,
      });
      const json = thingJson(thing);
      await mustNameOwnEntity(key, json, services);
      return json;
    },
  });
}
