import { z } from 'zod';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { requestBody, text } from '../http/parameters.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { deadLetterIds, deadLettersTimeout, idsByService } from './resend.ts';

export const discardDeadLetters = endpoint({
  method: 'POST',
  path: '/v1/dead-letters/discard',
  access: ['officer'],
  tag: 'Operations',
  summary: 'Not to send dead letters again: they are not pending any more, and stay listed as discarded',
  summaryZh: '放弃重发无法处理的消息，并留存原因',
  description:
    'By a person, who is written down with the reason; nothing takes that back. An ' +
    'answer of 404 names those that there are not; the others of that service were not discarded either. One of 409 names ' +
    'those that are being sent again at the moment; the others were discarded.',
  body: requestBody({ ids: deadLetterIds, reason: text.describe('Why they are not to be sent again.') }),
  answer: z.strictObject({ discarded: count }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
  async handle({ key, body }, { operations }) {
    mustBePerson(key);
    let discarded = 0n;
    for (const [service, ids] of idsByService(body.ids)) {
      const request = { ids, by: key.person, reason: body.reason };
      discarded += (await operations[service].discardDeadLetters(request, deadLettersTimeout())).discarded;
    }
    return { discarded: exactNumber(discarded) };
  },
});
