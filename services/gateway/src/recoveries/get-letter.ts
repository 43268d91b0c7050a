import { Readable } from 'node:stream';
import * as api from '@duixian/api';
import { demandLetterDocx } from '@duixian/documents';
import { defined } from '@duixian/values';
import { groupWords } from '../documents/group-words.ts';
import { Download, endpoint } from '../http/endpoint.ts';
import { demandLetterOf } from './demand-letter.ts';

export const getDemandLetter = endpoint(api.getDemandLetter, async ({ params, office }, services) => {
  const { recovery } = await services.recoveries.getRecovery(params);
  const found = defined(recovery, 'a demand is answered');
  const letter = demandLetterOf(found, await groupWords(services), office);
  const bytes = Buffer.from(await demandLetterDocx(letter));
  return new Download(api.DOCX, `${found.id}.docx`, Readable.from([bytes], { objectMode: false }));
});
