import type { FactTypeName } from '@duixian/facts';
import { z } from 'zod';
import { name, next, page } from './parameters.ts';
import { recordSchema } from './records.ts';
import { route } from './route.ts';

/** The path of the records of each type. A single institution has a route of its own: getInstitution. */
const RECORD_COLLECTIONS: Readonly<Record<FactTypeName, { path: string; en: string; zh: string }>> = {
  'duixian.party.v1': { path: '/v1/institutions', en: 'party', zh: '法人或分支机构' },
  'duixian.recognition.v1': { path: '/v1/recognitions', en: 'recognition', zh: '机构认定' },
  'duixian.sanction.v1': { path: '/v1/sanctions', en: 'sanction', zh: '惩戒' },
  'duixian.contract.v1': { path: '/v1/contracts', en: 'technology contract', zh: '技术合同' },
  'duixian.receipt.v1': { path: '/v1/receipts', en: 'receipt on a contract', zh: '到位资金' },
  'duixian.instrument.v1': { path: '/v1/instruments', en: 'instrument', zh: '大型仪器' },
  'duixian.usage.v1': { path: '/v1/usage-records', en: 'usage record', zh: '使用记录' },
  'duixian.invoice.v1': { path: '/v1/invoices', en: 'sharing invoice', zh: '共享服务发票' },
  'duixian.decision.v1': { path: '/v1/decisions', en: 'decision', zh: '裁量决定' },
};

/** A record with a page of its history. */
export const recordWithHistorySchema = recordSchema.extend({ next });

/** The route that lists the records of a type, or those that name something. */
export function listRecords(type: FactTypeName) {
  const { path, en, zh } = RECORD_COLLECTIONS[type];
  return route({
    method: 'GET',
    path,
    access: ['read', 'read:entity', 'source'],
    tag: 'Things',
    summary: `Each ${en}, or those about a USCC or another id`,
    summaryZh: `${zh}列表`,
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
  });
}

/** The route of one record of a type with its history, newest first and by page. */
export function getRecord(type: FactTypeName) {
  const { path, en, zh } = RECORD_COLLECTIONS[type];
  return route({
    method: 'GET',
    path: `${path}/:id`,
    access: ['read', 'read:entity', 'source'],
    tag: 'Things',
    summary: `One ${en} with its history`,
    summaryZh: `单个${zh}及其历次状态`,
    params: z.strictObject({ id: name }),
    query: z.strictObject(page),
    answer: recordWithHistorySchema,
    problems: ['not-found', 'unavailable'],
  });
}
