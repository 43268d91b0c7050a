import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { castOf } from '../items.ts';
import type { Stage } from '../stage.ts';

const { invoice, PARTY, USCC, usage } = castOf(12);
const SOURCE = 'urn:duixian:platform:nrii';
const PART = `${PARTY.materials.name}研发部`;
const PERSON = {
  ...{ applicant: '张三丰', applicantPhone: '13800138000', applicantEmail: 'zhang@example.invalid' },
  ...{ comment: '张三丰很满意', contact: '张三丰', phone: '13800138000', email: 'zhang@example.invalid' },
};
const INSTRUMENT = {
  ...{ innerId: 'X-8', cname: '气相色谱仪', instrVersion: 'X', worth: '190.00', beginDate: '2018-01-08' },
  ...{ shareMode: '外部共享', status: '正常', ...PERSON },
};
const SERVICE = {
  ...{ innerId: 'X-8', recordId: 'R-1', amounts: '4000', serviceWay: '占用共享', serviceAmount: '2小时' },
  ...{ serviceTime: '2019-06-30 09:00~2019-06-30 11:00', serviceContent: '测试', auditStatus: '0' },
  ...{ applicantUnit: PART, ...PERSON },
};

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;
type Reply = { readonly status: number; readonly answer: Answer };

export function nriiPush(stage: () => Stage): void {
  let token: string;
  const replies: string[] = [];

  async function post(key: string, path: string, body: object): Promise<Reply> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${stage().system.url}${path}`, request);
    return { status: response.status, answer: await response.json() };
  }

  async function agreed(path: string, proposal: object, confirmation: object = {}): Promise<void> {
    const { adminKey, approverKey } = stage().system.keys;
    const proposed = path.startsWith('/v1/units') ? path.replace(/\/[^/]+$/, '') : `${path}/propose`;
    expect(await post(adminKey, proposed, { document: '来函', ...proposal })).toMatchObject({ status: 200 });
    expect(await post(approverKey, `${path}/confirm`, confirmation)).toMatchObject({ status: 200 });
  }

  async function pushed(
    form: FormData | URLSearchParams | string,
    way = `${token}/instru`,
    type?: string,
  ): Promise<Reply> {
    const request = { method: 'POST', body: form, ...(type && { headers: { 'content-type': type } }) };
    const response = await fetch(`${stage().system.url}/nrii/${way}`, request);
    const text = await response.text();
    replies.push(text);
    return { status: response.status, answer: JSON.parse(text) };
  }

  const fields = (type: string, records: unknown, more: Record<string, string> = {}) =>
    Object.entries({ insCode: 'INS-12', instruType: type, instruData: JSON.stringify(records), ...more });
  const multipart = (...of: Parameters<typeof fields>) => {
    const form = new FormData();
    for (const [name, value] of fields(...of)) form.append(name, value);
    return form;
  };
  const urlencoded = (...of: Parameters<typeof fields>) => new URLSearchParams(fields(...of));
  const outcomes = async (push: Promise<Reply>) =>
    (await push).answer.results.map(({ outcome }: Answer) => outcome);
  const rows = async () => (await stage().get(`/v1/units/waiting/rows?source=${SOURCE}`)).rows;

  beforeAll(async () => {
    const types = ['duixian.instrument.v1', 'duixian.usage.v1'];
    const terms = { name: '示例仪器平台', kind: 'platform', answerableUscc: USCC.university, types };
    await agreed(`/v1/sources/${encodeURIComponent(SOURCE)}`, terms, { number: 1 });
    const units = [
      { unit: 'INS-12', party: PARTY.university },
      { unit: 'INS-OTHER', party: PARTY.lab },
      { unit: PARTY.materials.name, party: PARTY.materials },
    ];
    await agreed('/v1/units/proposals/NRII-1', { id: 'NRII-1', source: SOURCE, units });
    const scopes = [`nrii:${USCC.university}:${SOURCE}`];
    token = (await stage().post('/v1/keys', { person: 'nrii-door', name: 'door', scopes })).text;
    await stage().until(
      async () => (await pushed('', `${token}/instru`)).status !== 401,
      'the key to be known',
    );
  });

  it('a push whose unit is unknown waits until two persons have named it, and counts as the same facts by HTTP', async () => {
    expect(await pushed(multipart('4', [INSTRUMENT]))).toEqual({
      status: 200,
      answer: {
        ...{ code: 0, message: '共 1 条：已接收 1 条' },
        results: [{ index: 0, innerId: 'X-8', outcome: 'recorded', message: '' }],
      },
    });
    const known = { ...SERVICE, recordId: 'R-2', applicantUnit: PARTY.materials.name };
    const wrong = { ...SERVICE, recordId: 'R-3', serviceTime: '3' };
    const { answer } = await pushed(urlencoded('6', [SERVICE, known, wrong], {}), `${token}/effect`);
    expect(answer).toMatchObject({
      code: 1,
      results: [{ outcome: 'waiting' }, { outcome: 'recorded' }, { outcome: 'refused' }],
    });
    expect(answer.results[2].message).toContain('a number is neither');
    const [unit] = (await stage().get(`/v1/units/waiting?source=${SOURCE}`)).units;
    expect(unit).toMatchObject({ source: SOURCE, unit: PART, rows: 1 });
    // Of the parties of this name, the one that this source means comes first.
    expect(unit.suggestions[0]).toMatchObject({ uscc: USCC.materials });
    const named = { id: 'NRII-2', source: SOURCE, units: [{ unit: PART, party: PARTY.materials }] };
    await agreed('/v1/units/proposals/NRII-2', named);
    await stage().until(async () => (await rows())[0]?.state === 'recorded', 'the row to be recorded');

    const subject = `${USCC.university}/R-1`;
    const held = await stage().get(`/v1/usage-records/${encodeURIComponent(subject)}`);
    const same = (id: string) =>
      usage(`${USCC.university}/${id}`, { instrumentId: `${USCC.university}/X-8` });
    const { revision, ...content } = held.current.data;
    const { revision: _, ...expected } = same('R-1').data;
    expect(content).toEqual(expected);
    stage().remember(same('R-1'), same('R-2'));
    const usageIds = ['R-1', 'R-2'].map((id) => `${USCC.university}/${id}`);
    await stage().send(invoice('NRII-INVOICE', { usageIds, instrumentIds: [`${USCC.university}/X-8`] }));
    await stage().settled();
    expect((await stage().get(`/v1/invoices/NRII-INVOICE`)).current.data.amountFen).toBe(1_000_000);
  });

  it('what is final stays, whatever is pushed, until an officer sends it back', async () => {
    expect(await outcomes(pushed(multipart('6', [SERVICE])))).toEqual(['duplicate']);
    const dearer = { ...SERVICE, amounts: '4100' };
    expect(await outcomes(pushed(multipart('6', [dearer])))).toEqual(['already-final']);
    const path = `/v1/nrii/records/${encodeURIComponent(`${USCC.university}/R-1`)}/send-back`;
    const { adminKey, approverKey } = stage().system.keys;
    expect(await post(approverKey, path, { reason: '金额有误' })).toMatchObject({ status: 403 });
    expect(await post(adminKey, path, { reason: '金额有误' })).toMatchObject({
      status: 200,
      answer: { source: SOURCE },
    });
    expect(await outcomes(pushed(multipart('6', [dearer])))).toEqual(['recorded']);
    expect(await outcomes(pushed(multipart('6', [SERVICE])))).toEqual(['already-final']);
    // So that the account is again what replay computes of the facts that were sent.
    await post(adminKey, path, { reason: '金额无误' });
    expect(await outcomes(pushed(multipart('6', [SERVICE])))).toEqual(['recorded']);
  });

  it('what is wrong is refused, and says what would be right', async () => {
    const twice = multipart('6', [SERVICE], { instruList: '[]' });
    expect(await pushed(twice)).toMatchObject({ status: 400, answer: { code: 1, results: [] } });
    expect(replies.at(-1)).toMatch(/instruData and instruList/);
    const many = Array.from({ length: 1_001 }, () => ({}));
    expect(await pushed(urlencoded('6', many))).toMatchObject({ status: 413, answer: { code: 1 } });
    for (const insCode of ['INS-OTHER', 'INS-NONE'])
      expect((await pushed(multipart('6', [SERVICE], { insCode }))).answer.results).toMatchObject([
        {
          outcome: 'refused',
          message: expect.stringContaining('insCode: it is not the code of the unit of this address'),
        },
      ]);
    for (const amounts of ['12,000元', '一万二'])
      expect((await pushed(multipart('6', [{ ...SERVICE, amounts }]))).answer.results).toMatchObject([
        { outcome: 'refused', message: expect.stringMatching(/amounts: it is .*right is 元 as digits/) },
      ]);
    expect(await outcomes(pushed(multipart('2', [PERSON])))).toEqual(['ignored']);
    expect(await pushed('{}', undefined, 'application/json')).toMatchObject({ status: 415 });
    expect(await pushed('x', undefined, 'multipart/form-data')).toMatchObject({ status: 400 });
    expect(await pushed('--b\r\nx', undefined, 'multipart/form-data; boundary=b')).toMatchObject({
      status: 400,
    });
    const file = multipart('6', [SERVICE]);
    file.append('file', new Blob(['x']), 'a.txt');
    expect(await pushed(file)).toMatchObject({ status: 400 });
  });

  it('its key opens nothing else, and no other key opens it', async () => {
    const { adminKey, url } = { ...stage().system.keys, ...stage().system };
    expect(await pushed(multipart('4', [INSTRUMENT]), `${adminKey}/instru`)).toMatchObject({ status: 403 });
    expect(await pushed(multipart('4', [INSTRUMENT]), `${token}x/instru`)).toMatchObject({ status: 401 });
    expect((await post(token, '/v1/events', {})).status).toBe(403);
    expect(await pushed('', `${token}/other`)).toMatchObject({ status: 404 });
    expect(await pushed('', `${token}%zz/instru`)).toMatchObject({ status: 400 });
    const wrongMethod = await fetch(`${url}/nrii/${token}/instru`);
    expect(wrongMethod.status).toBe(405);
    replies.push(await wrongMethod.text());
    const { keys } = await stage().get('/v1/keys?person=nrii-door');
    await stage().post(`/v1/keys/${keys[0].id}/revoke`, { reason: '停用' });
    const isClosed = async () => (await pushed(multipart('4', [INSTRUMENT]))).status === 401;
    await stage().until(isClosed, 'the key to be revoked');
  });

  it('nothing about persons is in any database, log or answer, and no key of an address either', async () => {
    const secrets = ['张三', '13800138000', 'zhang@example', token];
    const found = new Set<string>();
    const look = (content: Buffer) => {
      for (const secret of [...secrets, PART]) if (content.includes(secret)) found.add(secret);
    };
    const client = await MongoClient.connect(stage().mongoUrl());
    const { databases } = await client.db().admin().listDatabases();
    for (const { name } of databases.filter((one) => one.name.startsWith('duixian')))
      for (const collection of await client.db(name).collections())
        for await (const document of collection.find({}, { raw: true })) look(document as unknown as Buffer);
    await client.close();
    // It was looked at where it would be.
    expect([...found]).toEqual([PART]);
    const { logs } = stage().system.folder;
    const logged = readdirSync(logs).map((file) => readFileSync(join(logs, file)));
    expect(Buffer.concat(logged).includes('/nrii/:token/instru')).toBe(true);
    for (const content of [...logged, ...replies.map((text) => Buffer.from(text))]) look(content);
    expect([...found]).toEqual([PART]);
  });
}
