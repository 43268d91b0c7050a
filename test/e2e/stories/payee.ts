import { expect, it } from '@jest/globals';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

const { contract, PARTY, USCC } = castOf(8);
const BUYER = USCC.optics;
const ACCOUNT = {
  accountName: PARTY.optics.name,
  accountNo: '6222021702000001234',
  bankName: '中国工商银行郑州分行',
  bankCode: '102491002010',
  document: '来函〔2019〕1号',
};

type Person = 'adminKey' | 'approverKey';
// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

export function payee(stage: () => Stage): void {
  async function post(
    person: Person,
    act: string,
    body: object,
  ): Promise<{ status: number; answer: Answer }> {
    const response = await fetch(`${stage().system.url}/v1/payees/${BUYER}/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage().system.keys[person]}` },
      body: JSON.stringify(body),
    });
    return { status: response.status, answer: await response.json() };
  }

  it('an account is proposed by one person, confirmed by another, and money goes there', async () => {
    expect(await post('adminKey', 'propose', ACCOUNT)).toMatchObject({
      status: 409,
      answer: { detail: expect.stringContaining('nothing was heard of this entity') },
    });
    await stage().send(contract(1, {}));
    const [before] = await stage().settledOrders(BUYER, 1);
    expect(before).toMatchObject({ payeeAccountNo: '' });

    expect(await post('adminKey', 'propose', { ...ACCOUNT, accountName: '别的公司' })).toMatchObject({
      status: 409,
      answer: {
        detail: expect.stringContaining(`must be the entity's name, which is "${ACCOUNT.accountName}"`),
      },
    });
    expect(await post('adminKey', 'propose', { ...ACCOUNT, accountNo: '12-34' })).toMatchObject({
      status: 400,
    });
    const half = ACCOUNT.accountName.replaceAll('（', '(').replaceAll('）', ')');
    expect(await post('adminKey', 'propose', { ...ACCOUNT, accountName: half })).toMatchObject({
      status: 200,
      answer: { state: 'proposed', waiting: { number: 1, by: 'local-admin' }, standing: null },
    });
    expect(await post('adminKey', 'confirm', { number: 1 })).toMatchObject({ status: 403 });
    expect(await post('approverKey', 'confirm', { number: 2 })).toMatchObject({ status: 409 });
    expect(await post('approverKey', 'confirm', { number: 1 })).toMatchObject({
      status: 200,
      answer: { state: 'confirmed', standing: { number: 1 }, waiting: null },
    });
    // An operator presses the button twice.
    const again = await post('approverKey', 'confirm', { number: 1 });
    expect(again).toMatchObject({
      status: 200,
      answer: { notes: [{ event: 'propose' }, { event: 'confirm' }] },
    });

    await stage().send(contract(2, {}));
    await stage().settled();
    const orders = await stage().settledOrders(BUYER, 2);
    // Officers see its last digits; what was ordered before keeps its account.
    expect(orders.map(({ payeeAccountNo }: Answer) => payeeAccountNo)).toEqual(['', '…1234']);
    const atTreasury = await stage().treasuryOrders();
    expect(atTreasury.find(({ id }) => id === orders[1]?.id)).toMatchObject({
      amountFen: yuan(200_000),
    });
  });

  it('two that confirm at the same instant confirm once', async () => {
    await post('adminKey', 'propose', { ...ACCOUNT, accountNo: '6222021702000005678' });
    const both = await Promise.all([1, 2, 3, 4].map(() => post('approverKey', 'confirm', { number: 2 })));
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { answer } = both[0] as { answer: Answer };
    expect(
      answer.notes.filter(({ event, number }: Answer) => event === 'confirm' && number === 2),
    ).toHaveLength(1);
  });

  it.each(['csv', 'xlsx'])('a table of accounts as %s imports again unchanged', async (format) => {
    const asPreparer = { authorization: `Bearer ${stage().system.keys.adminKey}` };
    const exported = await fetch(`${stage().system.url}/v1/payees/export?format=${format}`, {
      headers: asPreparer,
    });
    expect(exported.status).toBe(200);
    const send = async (body: Uint8Array | string): Promise<{ status: number; answer: Answer }> => {
      const response = await fetch(`${stage().system.url}/v1/payees/import?format=${format}`, {
        method: 'POST',
        headers: { ...asPreparer, 'content-type': 'application/octet-stream' },
        body: body as never,
      });
      return { status: response.status, answer: await response.json() };
    };
    const table = new Uint8Array(await exported.arrayBuffer());
    expect(await send(table)).toEqual({
      status: 200,
      answer: { results: [{ line: 2, entity: BUYER, outcome: 'unchanged', reason: null }] },
    });
    if (format !== 'csv') return;
    const text = new TextDecoder().decode(table);
    const changed = text.replace('6222021702000005678', '6222021702000009999');
    const stranger = changed.split('\r\n')[1]?.replace(BUYER, USCC.materials);
    expect(await send(`${changed}${stranger}\r\n`)).toMatchObject({
      status: 200,
      answer: {
        results: [
          { outcome: 'proposed' },
          { outcome: 'refused', reason: expect.stringContaining('nothing was heard') },
        ],
      },
    });
    expect(await send(`${changed}broken\r\n`)).toMatchObject({ status: 400 });
  });
}
