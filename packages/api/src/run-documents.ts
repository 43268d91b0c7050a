import { z } from 'zod';
import { name } from './parameters.ts';
import { route } from './route.ts';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const FORMAT = 'html or xlsx';

export const getPublication = route({
  method: 'GET',
  path: '/v1/runs/:id/publication',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The list of a run as it was published',
  summaryZh: '批次公示名单',
  description:
    'With the amounts that were frozen, whatever became of a line since, and the article of each. Refused before the run ' +
    'is published. The connection breaks off where a service fails meanwhile: only a whole answer ends properly.',
  params: z.strictObject({ id: name }),
  query: z.strictObject({ format: z.enum(['html', 'xlsx'], { error: FORMAT }).describe(FORMAT) }),
  answer: z.string(),
  files: ['text/html', XLSX],
  problems: ['not-found', 'conflict', 'unavailable'],
});

export const ZIP = 'application/zip';

export const getArchive = route({
  method: 'GET',
  path: '/v1/runs/:id/archive',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'Everything of a run in one ZIP, for an auditor to check without the system',
  summaryZh: '批次审计档案',
  description:
    'The run and its lines, the list as it was published, the orders, the accounts that they were paid to with the persons who proposed and ' +
    'confirmed them, the explanation of each account as it is now, every journal entry of the entities, and last ' +
    'manifest.json with the size and digest of each. `duixian verify-archive` checks it. Refused before the run is ' +
    'published and while a step is in progress. The connection breaks off where a service fails meanwhile, or the run changes.',
  params: z.strictObject({ id: name }),
  answer: z.string(),
  files: [ZIP],
  problems: ['not-found', 'conflict', 'unavailable'],
});
