import * as api from '@duixian/api';
import { publicationHtml, publicationXlsx } from '@duixian/documents';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { streamFrom } from '../http/streams.ts';
import { archivableRun, runArchive } from './archive.ts';
import { publicationOf, publishedRun } from './publication.ts';

const FORMATS = {
  html: { mediaType: 'text/html; charset=utf-8', render: publicationHtml },
  xlsx: { mediaType: api.XLSX, render: publicationXlsx },
} as const;

const getPublication = endpoint(
  api.getPublication,
  async ({ params, query: { format }, office }, services) => {
    const run = await publishedRun(services, params.id);
    const list = await publicationOf(run, services, office);
    const { mediaType, render } = FORMATS[format];
    const content = await streamFrom(render(list) as AsyncIterable<Buffer | string>);
    return new Download(mediaType, `${run.id}.${format}`, content);
  },
);

const getArchive = endpoint(api.getArchive, async ({ params, key, office }, services) => {
  const run = await archivableRun(services, params.id);
  const content = await streamFrom((await runArchive(run, services, key, office)) as AsyncIterable<Buffer>);
  return new Download(api.ZIP, `${run.id}.zip`, content);
});

export const runDocumentEndpoints: readonly Endpoint[] = [getPublication, getArchive];
