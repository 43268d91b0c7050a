import { expect, it } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { castOf, type Item, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';
import { runPage } from './run-page.ts';

const { contract, PARTY, USCC } = castOf(14);
const SOURCE = 'urn:duixian:exchange:example';
const QUERY = `?source=${SOURCE}`;
/** Of the page, whose mapping is used again. */
const PAGE_SOURCE = 'urn:duixian:exchange:imports';
const UNKNOWN = '无人知道的新材料厂';
const TABLE = [
  '合同登记编号,项目名称,合同类别,签订日期,认定登记日期,卖方名称,卖方统一社会信用代码,卖方性质,卖方国别代码,卖方行政区划代码,' +
    '买方名称,买方统一社会信用代码,买方性质,买方国别代码,买方行政区划代码,中介方名称,合同成交总金额（万元）,其中：技术交易额（万元）,是否关联交易,是否财政资金,登记状态',
  `2019410198000003,检测方法转让（示例）,技术转让,2019-06-01,2019-06-20,郑州示例大学,12410100EXAMPLE011,022,142,410102,${UNKNOWN},,150,142,410105,,80,80,否,否,已登记`,
].join('\n');

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function imports(stage: () => Stage): void {
  let killedAt = 0;

  it('the commands of the page lead from a table to what is wrong with it, and to its contracts', async () => {
    await runPage(stage(), 'imports.md', 5, ({ stdout, made }) => {
      expect(stdout).toContain('1 would be recorded, 0 duplicate, 0 stale, 0 waiting for a unit, 1 refused');
      expect(stdout).toContain('technologyAmountFen must be at most totalAmountFen, 1234560000');
      expect(stdout).toContain('2 recorded, 0 duplicate, 0 stale, 0 waiting for a unit, 0 refused');
      expect(stdout).toContain('0 recorded, 2 duplicate, 0 stale, 0 waiting for a unit, 0 refused');
      expect(made('receipt.xlsx').slice(0, 2)).toBe('PK');
      stage().remember(JSON.parse(made('facts.ndjson')) as Item);
    });
    for (const subject of ['2019410198000001', '2019410198000002']) await rememberContract(subject);
  });

  it('a row whose unit nobody knows waits, and is recorded once two persons have named it', async () => {
    const of = `?source=${PAGE_SOURCE}`;
    const ledger = { kind: 'contract-register', mapping: 'exchange-ledger@1' };
    const terms = { id: 'unknown', ...ledger };
    await ask('POST', of, '', JSON.stringify(terms));
    await ask('PATCH', of, '/unknown', TABLE, 0);
    await ask('POST', of, '/unknown/start');
    const progress = async (): Promise<Answer> => stage().get(`/v1/imports/unknown${of}`);
    await stage().until(async () => (await progress()).state === 'finished', 'the import to be finished');
    expect((await progress()).counts).toMatchObject({ read: 1, waiting: 1, recorded: 0 });
    const units = [{ unit: UNKNOWN, party: { ...PARTY.materials, name: '示例新材料' } }];
    const proposal = { id: 'IMPORT-1', source: PAGE_SOURCE, document: '来函', units };
    await stage().post('/v1/units/proposals', proposal);
    const { approverKey } = stage().system.keys;
    const headers = { authorization: `Bearer ${approverKey}`, 'content-type': 'application/json' };
    const confirm = { method: 'POST', headers, body: '{}' };
    expect((await fetch(`${stage().system.url}/v1/units/proposals/IMPORT-1/confirm`, confirm)).status).toBe(
      200,
    );
    await stage().until(
      async () => (await stage().request('/v1/contracts/2019410198000003', {})).status === 200,
      'the row to be recorded',
    );
    await rememberContract('2019410198000003');
  });

  it('a gateway that is killed in the midst loses and doubles nothing', async () => {
    const amounts = { technologyAmountFen: yuan(10), totalAmountFen: yuan(10) };
    const facts = Array.from({ length: 8_000 }, (_, index) =>
      contract(index + 1, { ...amounts, buyer: PARTY.optics, intermediary: null }),
    );
    const text = facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');
    await ask('POST', QUERY, '', JSON.stringify({ id: 'killed', kind: 'facts' }));
    const half = Buffer.byteLength(text.slice(0, text.length >> 1));
    await ask('PATCH', QUERY, '/killed', text.slice(0, text.length >> 1), 0);
    await ask('PATCH', QUERY, '/killed', text.slice(text.length >> 1), half);
    await ask('POST', QUERY, '/killed/start');
    const progress = async (): Promise<Answer> => stage().get(`/v1/imports/killed${QUERY}`);
    await stage().until(async () => (await progress()).line > 0, 'the first lines to be recorded');
    killedAt = (await progress()).line;
    process.kill(stage().pidOf('gateway'), 'SIGKILL');
    await stage().until(async () => {
      await endLeases();
      return (await progress()).state === 'finished';
    }, 'the import to be finished');
    const { counts } = await progress();
    expect(counts).toMatchObject({ read: 8_000, refused: 0, waiting: 0, stale: 0 });
    expect(counts.recorded + counts.duplicate).toBe(8_000);
    stage().remember(...facts);
    await stage().settled();
    // 8,000 × 20% of 10 yuan.
    expect((await stage().account(USCC.optics, 2019, 'import-technology')).account.claimedFen).toBe(
      1_600_000,
    );
  }, 120_000);

  async function rememberContract(subject: string): Promise<void> {
    const { type, current } = await stage().get(`/v1/contracts/${subject}`);
    const { id, source, time, data } = current;
    stage().remember({ specversion: '1.0', id, source, type, subject, time, data });
  }

  /** Who was killed has it for half a minute more; this does not wait for that. */
  async function endLeases(): Promise<void> {
    const client = await MongoClient.connect(stage().mongoUrl());
    const ofAnother = { state: 'running', line: killedAt };
    const partners = client.db('duixian_partners').collection('imports');
    await partners.updateMany(ofAnother, { $set: { leaseUntil: new Date(0) } });
    await client.close();
  }

  async function ask(method: string, of: string, path: string, body = '', offset?: number): Promise<Answer> {
    const type = offset === undefined ? 'application/json' : 'application/offset+octet-stream';
    const headers = {
      ...(body !== '' && { 'content-type': type }),
      ...(offset !== undefined && { 'upload-offset': String(offset) }),
    };
    const request = { method, headers, ...(body !== '' && { body }) };
    const response = await stage().request(`/v1/imports${path}${of}`, request);
    const answer = (await response.json()) as Answer;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
}
