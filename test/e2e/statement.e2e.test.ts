import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contract, PARTY, USCC, yuan } from './items.ts';
import { type Order, Stage } from './stage.ts';

const DUIXIAN = join(import.meta.dirname, '../../duixian.mjs');
let stage: Stage;
let day: string;
let lines: string[];
let orders: Order[];

beforeAll(async () => {
  stage = await Stage.open();
  await stage.treasuryDoes({ rules: [{ payeeUscc: USCC.lab, plan: { does: 'return' } }] });
  await stage.send(
    contract(1, {}),
    contract(2, { buyer: PARTY.lab }),
    contract(3, { buyer: PARTY.materials }),
  );
  await stage.until(async () => {
    orders = await stage.allOrders();
    return (
      orders
        .map(({ state }) => state)
        .sort()
        .join() === 'paid,paid,returned'
    );
  }, 'payments and a return');
  await stage.until(async () => {
    day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    lines = (await stage.treasuryStatement(day)).trimEnd().split('\r\n');
    return lines.length === 5;
  }, 'the statement to have a line for each');
}, 120_000);

afterAll(() => stage.close());

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

async function reconcile(content: string, query = ''): Promise<{ status: number; answer: Answer }> {
  const response = await stage.request(`/v1/treasury/statements?day=${day}&file=statement.csv${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: content,
  });
  return { status: response.status, answer: await response.json() };
}

const file = (some: readonly string[]) => `${some.join('\r\n')}\r\n`;
const lineOf = (buyer: string) => lines.find((line) => line.startsWith(buyer)) ?? '';
const without = (line: string) => lines.filter((one) => one !== line);

async function itemsOf(answer: Answer): Promise<Answer> {
  return (await stage.get(`/v1/treasury/statements/${answer.statement.id}`)).items;
}

describe('the statement of the treasury', () => {
  it('is matched line by line, and the same file answers the same', async () => {
    const { status, answer } = await reconcile(file(lines));
    expect([status, answer]).toMatchObject([
      200,
      {
        isNew: true,
        statement: {
          day,
          fileName: 'statement.csv',
          by: 'local-admin',
          lines: 4,
          matched: 3,
          missingHere: 0,
          missingThere: 0,
          different: 0,
          here: { orders: 3, paidFen: yuan(400_000), returnedFen: yuan(200_000) },
          there: { orders: 3, paidFen: yuan(400_000), returnedFen: yuan(200_000) },
        },
      },
    ]);
    expect(await itemsOf(answer)).toEqual([]);
    const again = await reconcile(file(lines));
    expect(again.answer).toEqual({ ...answer, isNew: false });
    const forced = await reconcile(file(lines), '&repeat=true');
    expect(forced.answer).toMatchObject({ isNew: true, statement: { round: 2, matched: 3 } });
  });

  it('shows what was taken out, altered, added and repeated', async () => {
    const paid = lineOf(USCC.optics);
    const altered = lineOf(USCC.materials).replace('200000.00', '200000.01');
    const unknown = paid.replace(/^[^,]+/, `${USCC.optics}-2019-sharing-9`);
    const { answer } = await reconcile(
      file([...without(paid).filter((line) => line !== lineOf(USCC.materials)), altered, altered, unknown]),
    );
    expect(answer.statement).toMatchObject({
      lines: 5,
      repeatedLines: 1,
      matched: 1,
      missingHere: 1,
      missingThere: 1,
      different: 1,
    });
    const byClass = (name: string, items: Answer) => items.filter((item: Answer) => item.class === name);
    const items = await itemsOf(answer);
    expect(byClass('missing-there', items)).toMatchObject([
      { orderId: paid.split(',')[0], state: 'paid', lines: [] },
    ]);
    expect(byClass('missing-here', items)).toMatchObject([{ orderId: unknown.split(',')[0], state: null }]);
    expect(byClass('different', items)).toMatchObject([
      {
        orderId: altered.split(',')[0],
        repeatedLines: 1,
        differences: [{ field: 'amount', here: '20000000', there: ['20000001'] }],
      },
    ]);
    const { statements } = await stage.get('/v1/treasury/statements');
    expect(statements.map(({ id }: Answer) => id)).toContain(answer.statement.id);
  });

  it('with a malformed line is refused whole, and the line is named', async () => {
    const before = (await stage.get('/v1/treasury/statements')).statements.length;
    const broken = lines.map((line) => line.replace('200000.00', '200000'));
    const { status, answer } = await reconcile(file(broken));
    expect([status, answer]).toMatchObject([
      400,
      {
        detail: expect.stringContaining(
          'Nothing was recorded: line 2, 金额: it is "200000"; it must be yuan with two',
        ),
        faults: [{ field: '2.金额' }, { field: '3.金额' }, { field: '4.金额' }, { field: '5.金额' }],
      },
    ]);
    expect((await stage.get('/v1/treasury/statements')).statements).toHaveLength(before);
  });

  it('lets ordering go on that an officer suspended', async () => {
    const ask = async (key: 'adminKey' | 'approverKey', path: string, body: object) => {
      const response = await fetch(`${stage.system.url}/v1/ordering/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.system.keys[key]}` },
        body: JSON.stringify(body),
      });
      return { status: response.status, answer: await response.json() };
    };
    const suspended = await ask('adminKey', 'suspend', { reason: 'a doubt' });
    expect(suspended).toMatchObject({ status: 200, answer: { suspended: { by: 'local-admin' } } });
    await stage.send(contract(4, { buyer: PARTY.broker }));
    await stage.settled();
    expect(await stage.orders(USCC.broker)).toEqual([]);
    expect((await stage.payables(USCC.broker))[0].holds).toEqual(['ordering-suspended']);
    const { answer } = await reconcile(file(lines), '&repeat=true');
    const statement = answer.statement.id;
    expect(await ask('adminKey', 'resume', { statement })).toMatchObject({ status: 403 });
    expect(await ask('approverKey', 'resume', { statement })).toMatchObject({
      status: 200,
      answer: { suspended: null, past: [{ resumption: { by: 'local-approver', statement } }] },
    });
    expect(await stage.settledOrders(USCC.broker, 1)).toMatchObject([{ state: 'paid' }]);
  });

  it('changes no order', async () => {
    expect((await stage.allOrders()).slice(0, 3)).toEqual(orders);
  });

  it('is reconciled by the command, which ends with 1 where something differs', async () => {
    const path = join(stage.system.folder.path, 'statement.csv');
    writeFileSync(path, file(lines));
    const clean = await run('treasury', 'reconcile', path, '--day', day);
    expect(clean.code).toBe(0);
    expect((await run('treasury', 'status')).output).toBe('Orders are made.\n');
    expect(clean.output).toContain('3 matched, 0 missing here, 0 missing there, 0 different');
    writeFileSync(path, file(without(lineOf(USCC.optics))));
    const differing = await run('treasury', 'reconcile', path, '--day', day);
    expect(differing.code).toBe(1);
    expect(differing.output).toContain(': missing there; here it is paid, 200,000.00 yuan');
    expect((await run('treasury', 'list')).output).toContain(day);
  });
});

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [DUIXIAN, ...args, '--data', stage.system.folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output = await text(child.stdout);
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('exit', resolve)));
  return { code, output };
}
