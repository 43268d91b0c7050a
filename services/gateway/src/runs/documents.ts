import { publicationHtml, publicationXlsx } from '@duixian/documents';
import { z } from 'zod';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { streamFrom } from '../http/streams.ts';
import { archivableRun, runArchive } from './archive.ts';
import { publicationOf, publishedRun } from './publication.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FORMATS = {
  html: { mediaType: 'text/html; charset=utf-8', render: publicationHtml },
  xlsx: { mediaType: XLSX, render: publicationXlsx },
} as const;
const FORMAT = 'html or xlsx';

const getPublication = endpoint({
  method: 'GET',
  path: '/v1/runs/:id/publication',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The list of a run as it was made public',
  summaryZh: '批次公示名单',
  description:
    'With the amounts that were frozen, whatever became of a line since, and the article of each. Refused before the run ' +
    'is published. The connection breaks off where a service fails meanwhile: only a whole answer ends properly.',
  params: z.strictObject({ id: name }),
  query: z.strictObject({ format: z.enum(['html', 'xlsx'], { error: FORMAT }).describe(FORMAT) }),
  answer: z.string(),
  files: ['text/html', XLSX],
  problems: ['not-found', 'conflict', 'unavailable'],
  async handle({ params, query: { format }, office }, services) {
    const run = await publishedRun(services, params.id);
    const list = await publicationOf(run, services, office);
    const { mediaType, render } = FORMATS[format];
    const content = await streamFrom(render(list) as AsyncIterable<Buffer | string>);
    return new Download(mediaType, `${run.id}.${format}`, content);
  },
});

const ZIP = 'application/zip';

const getArchive = endpoint({
  method: 'GET',
  path: '/v1/runs/:id/archive',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'Everything of a run in one ZIP, for an auditor to check without the system',
  summaryZh: '批次审计档案',
  description:
    'The run and its lines, the list as it was made public, the orders, the accounts that they took with who proposed and ' +
    'confirmed them, the explanation of each account as it is now, every movement of money of the entities, and last ' +
    'manifest.json with the size and digest of each. `duixian verify-archive` checks it. Refused before the run is ' +
    'published and while a step is worked off. The connection breaks off where a service fails meanwhile, or the run changes.',
  params: z.strictObject({ id: name }),
  answer: z.string(),
  files: [ZIP],
  problems: ['not-found', 'conflict', 'unavailable'],
  async handle({ params, key, office }, services) {
    const run = await archivableRun(services, params.id);
    const content = await streamFrom((await runArchive(run, services, key, office)) as AsyncIterable<Buffer>);
    return new Download(ZIP, `${run.id}.zip`, content);
  },
});

export const runDocumentEndpoints: readonly Endpoint[] = [getPublication, getArchive];
