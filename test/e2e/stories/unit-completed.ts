import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { castOf } from '../items.ts';
import type { Stage } from '../stage.ts';

const DUIXIAN = join(import.meta.dirname, '../../../duixian.mjs');
const { PARTY, USCC } = castOf(11);
const SOURCE = 'urn:duixian:platform:units';

type Person = 'adminKey' | 'approverKey';
// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function unitCompleted(stage: () => Stage): void {
  async function ask(
    person: Person,
    path: string,
    request: RequestInit = {},
  ): Promise<{ status: number; answer: Answer }> {
    const authorization = `Bearer ${stage().system.keys[person]}`;
    const headers = { 'content-type': 'application/json', ...request.headers, authorization };
    const response = await fetch(`${stage().system.url}${path}`, { ...request, headers });
    return { status: response.status, answer: await response.json() };
  }
  const post = (person: Person, path: string, body?: object) =>
    ask(person, path, { method: 'POST', ...(body ? { body: JSON.stringify(body) } : { headers: {} }) });

  async function duixian(person: Person, ...words: string[]): Promise<string> {
    const { url, keys } = stage().system;
    const { NODE_OPTIONS, ...env } = process.env;
    const args = [DUIXIAN, 'units', ...words, '--url', url, '--key', keys[person]];
    return (await promisify(execFile)(process.execPath, args, { env })).stdout;
  }

  it('a table of units is proposed by one person and confirmed by another', async () => {
    const table = join(mkdtempSync(join(tmpdir(), 'units-')), 'units.csv');
    const { name } = PARTY.university;
    const head = '单位代码,单位名称,统一社会信用代码,性质,行政区划代码\n';
    const rows = [
      `INS-1,${name},${USCC.university},022,410105`,
      `,${PARTY.materials.name},${USCC.materials},150,410105`,
    ];
    writeFileSync(table, `${head}${rows.join('\n')}\n`);
    const terms = ['--source', SOURCE, '--document', '来函〔2026〕2号'];
    expect(await duixian('adminKey', 'propose', 'U-1', ...terms, '--table', table)).toBe(
      `U-1: proposed; 2 units of ${SOURCE}\n`,
    );
    expect(await ask('adminKey', '/v1/units/proposals/U-1')).toMatchObject({
      status: 200,
      answer: {
        units: [{ unit: 'INS-1', party: PARTY.university }, {}],
        history: { acts: [{ event: 'propose' }] },
      },
    });
    expect(await post('adminKey', '/v1/units/proposals/U-1/confirm')).toMatchObject({ status: 403 });
    expect(await post('approverKey', '/v1/units/proposals/U-1/confirm')).toMatchObject({ status: 200 });
    expect(await duixian('adminKey', 'list', '--source', SOURCE)).toContain(USCC.university);
    const found = await ask('adminKey', `/v1/units?source=${SOURCE}&unit=${encodeURIComponent(name)}`);
    expect(found.answer.units).toMatchObject([
      { version: 1, proposal: 'U-1', confirmedBy: 'local-approver' },
    ]);
  });

  it('a table with faults is refused whole, each fault by its line', async () => {
    const body = '单位名称,统一社会信用代码,性质,行政区划代码\n甲,1,999,41\n';
    const path = `/v1/units/proposals/import?id=U-2&source=${SOURCE}&document=x`;
    const refused = await ask('adminKey', path, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    });
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.answer.faults.map(({ message }: Answer) => message.slice(0, 7)).join()).toMatch(/line 2/);
    const one = { unit: '甲', party: { ...PARTY.optics, uscc: null } };
    const wrong = await post('adminKey', '/v1/units/proposals', {
      id: 'U-3',
      source: SOURCE,
      units: [one],
      document: 'x',
    });
    expect(wrong).toMatchObject({
      status: 400,
      answer: { faults: [{ field: 'units.0.party.divisionCode' }, {}] },
    });
    expect(await post('adminKey', '/v1/units/proposals/U-4/reject', { reason: 'x' })).toMatchObject({
      status: 404,
      answer: { detail: expect.stringContaining('nobody proposed units under U-4') },
    });
  });
}
