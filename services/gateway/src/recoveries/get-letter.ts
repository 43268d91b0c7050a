import { Readable } from 'node:stream';
import { demandLetterDocx } from '@duixian/documents';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { groupWords } from '../documents/group-words.ts';
import { Download, endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { demandLetterOf } from './demand-letter.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const getDemandLetter = endpoint({
  method: 'GET',
  path: '/v1/recoveries/:id/letter',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The letter of a demand, for an officer to look through, sign and send',
  summaryZh: '追回通知书',
  description: 'With the article and the arithmetic of each account, as they stood when it was demanded.',
  params: z.strictObject({ id: name }),
  answer: z.string(),
  files: [DOCX],
  problems: ['not-found', 'unavailable'],
  async handle({ params, office }, services) {
    const { recovery } = await services.recoveries.getRecovery(params);
    const found = defined(recovery, 'a demand is answered');
    const letter = demandLetterOf(found, await groupWords(services), office);
    const bytes = Buffer.from(await demandLetterDocx(letter));
    return new Download(DOCX, `${found.id}.docx`, Readable.from([bytes], { objectMode: false }));
  },
});
