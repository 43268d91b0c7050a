import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { next, page } from '../http/parameters.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';
import { recordJson, recordSchema } from './json.ts';

const marks = z
  .array(z.string())
  .describe('Why: `parties-changed` where one revision of an invoice has another owner and another user.');

/** What a register keeps as it came, and an officer should look at. */
export const listMarkedRecords = endpoint({
  method: 'GET',
  path: '/v1/marked-records',
  access: ['read'],
  tag: 'Operations',
  summary: 'Records that an officer should look at: invoices whose owner and user both changed',
  summaryZh: '需经办人核查的记录：所有者与用户均变更的发票',
  description:
    'Perhaps such an invoice was another one under the same number. GET /v1/invoices/{id} shows both revisions; ask the ' +
    'source which is right. Where the newer is wrong, the source sends the right state as a higher revision, or `voided`, ' +
    'and the other invoice under its own number. The mark stays with the record.',
  query: z.strictObject(page),
  answer: z.strictObject({ records: z.array(recordSchema.extend({ marks })), next }),
  problems: ['unavailable'],
  async handle({ query }, { registers }) {
    const { rows, next } = await pageOfServices(REGISTERS, query, async ({ service, ...asked }) => {
      const answer = await registers[service].listMarked(asked);
      return {
        rows: answer.things.map((record) => ({ ...recordJson(record), marks: [...record.marks] })),
        next: answer.next,
      };
    });
    return { records: rows, next };
  },
});
