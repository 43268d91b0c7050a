import type { FactTypeName } from '@duixian/facts';
import { z } from 'zod';
import type { Key } from '../access/key.ts';
import { isOwn, sourcesToList } from '../access/own-records.ts';
import { mustListOwnEntity } from '../access/records-of-own-entity.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { registerOf, type Services } from '../services.ts';
import { recordJson, recordSchema } from './json.ts';

/** The endpoint that lists the things of a type, or those that name something. */
export function listRecords(type: FactTypeName, path: string, words: { en: string; zh: string }): Endpoint {
  return endpoint({
    method: 'GET',
    path,
    access: ['read', 'read:entity', 'source'],
    tag: 'Things',
    summary: `Each ${words.en}, or those about a USCC or another id`,
    summaryZh: `${words.zh}列表`,
    description:
      'A key of a source lists what belongs to its source, where it does not read more than that; a page can be short then, ' +
      'or empty, and not the last.',
    query: z.strictObject({
      about: name
        .describe('A USCC, of receipts a registration number, of usage records an instrument too.')
        .optional(),
      ...page,
    }),
    answer: z.strictObject({ things: z.array(recordSchema), next }),
    problems: ['unavailable'],
    async handle({ key, query }, services) {
      const { about = '', after = '', limit } = query;
      const listsAll = await mayListAll(key, type, query.about, services);
      const sources = listsAll ? [] : sourcesToList(key);
      const asked = { type, about, after, limit, sources };
      const { things: records, next } = await registerOf(services, type).listThings(asked);
      // A register of before does not know that it is asked for those of a source alone.
      const readable = records.map(recordJson).filter((record) => listsAll || isOwn(key, record));
      return { things: readable, next: nextOf(next) };
    },
  });
}

/** Whether a key lists all that is asked for, and not only what belongs to its sources. Throws where it may do neither. */
async function mayListAll(
  key: Key,
  type: FactTypeName,
  about: string | undefined,
  services: Services,
): Promise<boolean> {
  if (key.read || key.sources === '*') return true;
  const isSource = key.sources.size > 0;
  if (isSource && (about === undefined || key.entities.length === 0)) return false;
  try {
    await mustListOwnEntity(key, type, about, services);
    return true;
  } catch (error) {
    if (isSource && error instanceof Problem && error.kind === 'out-of-scope') return false;
    throw error;
  }
}
