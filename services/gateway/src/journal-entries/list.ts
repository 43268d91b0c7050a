import { z } from 'zod';
import { entityOf, mustBeReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { next, nextOf, page, uscc } from '../http/parameters.ts';
import { journalEntryJson, journalEntrySchema } from './json.ts';

export const listMovements = endpoint({
  method: 'GET',
  path: '/v1/journal-entries/:uscc',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'Every movement of money of an entity with its cause, in the order of its books, by page',
  summaryZh: '某单位的每一笔资金变动及其缘由',
  description:
    'Per account, after every movement: entitled + received + writtenOff = reserved + underWay + paid + nettedOut + open.',
  params: z.strictObject({ uscc }),
  query: z.strictObject(page),
  answer: z.strictObject({ journalEntries: z.array(journalEntrySchema), next }),
  problems: ['unavailable'],
  async handle({ key, params, query }, services) {
    await mustBeReadable(key, [params.uscc], services);
    const { movements: journalEntries, next } = await services.disbursement.listMovements({
      entity: await entityOf(params.uscc, services),
      after: query.after ?? '',
      limit: query.limit,
    });
    return { journalEntries: journalEntries.map(journalEntryJson), next: nextOf(next) };
  },
});
