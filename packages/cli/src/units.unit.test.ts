import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { buildProgram } from './program.ts';
import { answerForTests } from './system/answer-for-tests.ts';

// The commands about units before a gateway with canned answers.
const SOURCE = 'urn:duixian:platform:x';
const PARTY = {
  uscc: '91410100170051134L',
  name: '示例公司',
  kind: 'enterprise',
  divisionCode: '410100',
  country: null,
};
const PROPOSAL = {
  ...{ id: 'P', source: SOURCE, count: 1, status: 'proposed', proposedBy: 'li', proposedAt: 't' },
  ...{ document: '来函', at: null },
};
const UNIT = {
  ...{ source: SOURCE, unit: 'U1', party: PARTY, version: 1, proposal: 'P', document: '来函' },
  ...{ proposedBy: 'li', confirmedBy: 'wang', at: 't' },
};
const ROW = {
  ...{
    source: SOURCE,
    type: 'duixian.usage.v1',
    subject: 'S',
    waitsFor: [{ field: 'user', unit: '甲', division: null }],
  },
  ...{ way: 'nrii', arrivedAt: 't', state: 'waiting', faults: [] },
};
const ANSWERS: Record<string, object> = {
  'GET /v1/units': { units: [UNIT, { ...UNIT, party: { ...PARTY, uscc: null, country: 'JP' } }], next: null },
  'GET /v1/units/proposals': { proposals: [PROPOSAL], next: null },
  'GET /v1/units/waiting': {
    units: [{ source: SOURCE, unit: '示例公司研发部', rows: 3, since: 't', suggestions: [PARTY] }],
    next: null,
  },
  'GET /v1/units/waiting/rows': {
    rows: [ROW, { ...ROW, state: 'refused', faults: [{ field: 'f', reason: 'bad-field', message: '不对' }] }],
    next: null,
  },
  'POST /v1/units/proposals': PROPOSAL,
  'POST /v1/units/proposals/import': PROPOSAL,
  'POST /v1/units/proposals/P/confirm': { ...PROPOSAL, status: 'confirmed' },
  'POST /v1/units/proposals/P/reject': { ...PROPOSAL, status: 'rejected' },
  'POST /v1/nrii/records/S/send-back': { id: 'S', source: SOURCE, revision: 7 },
};
const requests: { path: string; body: string }[] = [];
let server: Server;
let printed: string;

beforeAll(async () => {
  const answerTo = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '' } = request;
    requests.push({ path, body: await text(request) });
    const answer = ANSWERS[`${method} ${path.split('?')[0]}`];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ? answerForTests(method, path, answer) : { detail: 'none' }));
  };
  server = createServer((request, response) => void answerTo(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jest.spyOn(console, 'log').mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});

beforeEach(() => {
  requests.length = 0;
  printed = '';
});

afterAll(() => {
  jest.restoreAllMocks();
  server.close();
});

async function run(...words: string[]): Promise<string> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await (await buildProgram()).parseAsync(['node', 'duixian', ...words, '--url', url, '--key', 'k']);
  return printed;
}

it.each([
  [
    ['units', 'list', '--source', SOURCE],
    ['U1', PARTY.uscc, 'beyond the border (JP)'],
  ],
  [
    ['units', 'list', '--proposed'],
    ['P', '来函'],
  ],
  [
    ['units', 'list', '--waiting'],
    ['示例公司研发部', '3', `示例公司 (${PARTY.uscc})`],
  ],
  [
    ['units', 'rows', '--source', SOURCE],
    ['waiting', '甲', 'refused', '不对'],
  ],
  [['units', 'confirm', 'P'], [`P: confirmed; 1 unit of ${SOURCE}`]],
  [['units', 'reject', 'P', '--reason', 'x'], ['P: rejected']],
  [['records', 'send-back', 'S', '--reason', 'x'], [`S: revision 7 was sent back to ${SOURCE}`]],
])('%j', async (words, expected) => {
  const shown = await run(...words);
  for (const one of expected) expect(shown).toContain(one);
  printed = '';
  expect(JSON.parse(await run(...words, '--json'))).toBeTruthy();
});

it('a unit is proposed by its party, or a table as it is', async () => {
  const terms = ['units', 'propose', 'P', '--source', SOURCE, '--document', '来函'];
  await run(...terms, '--unit', 'U1', '--name', '示例公司', '--kind', 'enterprise', '--country', 'JP');
  const party = { uscc: null, name: '示例公司', kind: 'enterprise', divisionCode: null, country: 'JP' };
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    ...{ id: 'P', source: SOURCE, document: '来函', units: [{ unit: 'U1', party }] },
  });
  const table = join(mkdtempSync(join(tmpdir(), 'units-')), 'units.csv');
  writeFileSync(table, '单位名称\n');
  await run(...terms, '--table', table);
  expect(requests[1]?.body).toBe('单位名称\n');
  await expect(run(...terms)).rejects.toThrow(/Name the unit/);
  await expect(run(...terms, '--table', '/nowhere')).rejects.toThrow(/nowhere/);
});
