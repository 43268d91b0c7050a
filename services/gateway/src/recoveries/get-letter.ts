import * as api from '@duixian/api';
import { Download, endpoint } from '../http/endpoint.ts';
import { fileFrom } from '../http/streams.ts';

export const getDemandLetter = endpoint(api.getDemandLetter, async ({ params: { id } }, { recoveries }) => {
  const content = await fileFrom(recoveries.writeDemandLetter({ id }));
  return new Download(api.DOCX, `${id}.docx`, content);
});
