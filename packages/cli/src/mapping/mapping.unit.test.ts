import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import stringWidth from 'string-width';
import { runCommand } from '../run-for-tests.ts';

const folder = mkdtempSync(join(tmpdir(), 'duixian-mapping-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEADINGS =
  '合同登记编号,项目名称,合同类别,签订日期,登记日期,卖方名称,买方名称,成交额（万元）,技术交易额（万元）,是否关联交易,是否财政资金,登记状态';
const ROW = '2019410100000901,甲项目,技术转让,2019-03-18,2019-04-08,甲公司,乙公司,560,500,否,否,已登记';
const UNITS =
  '单位名称,统一社会信用代码,性质,行政区划代码\n甲公司,91410300EXAMPLE24H,160,410300\n乙公司,91410100EXAMPLE21X,150,410100\n';

const HIDDEN = ['\u001b', '\u202e', '\u0007'];

beforeEach(() => {
  process.exitCode = undefined;
});

const run = (...words: string[]) => runCommand('mapping', ...words);

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('./duixian mapping', () => {
  it('lists the presets, and shows one that can be used as it is', async () => {
    expect((await run('list')).text).toMatch(/henan-ledger +│ 1 +│ contract/);
    const copy = file('own.yaml', (await run('show', 'henan-ledger')).text);
    const table = file('a.csv', `${HEADINGS}\n${ROW}\n`);
    expect(readFileSync(copy, 'utf8')).toContain('id: henan-ledger');
    expect((await run('try', 'henan-ledger', table)).code).toBe(0);
  });

  it('tries a table: what is recognised, what waits, what is wrong', async () => {
    const table = file(
      'b.csv',
      `${HEADINGS}\n${ROW}\n${ROW.replace('0901', '0902').replace('560', '约560')}\n合计,,,,,,,1\n`,
    );
    const { text, code } = await run('try', 'national-register', table);
    expect(code).toBe(1);
    expect(text).toContain('file: CSV, UTF-8, headings in line 1');
    expect(text).toMatch(/H +│ 成交额（万元） +│ totalAmountFen +│ 万元/);
    expect(text).toContain('[recalled]');
    expect(text).toContain('2 rows, 0 facts, 1 waiting, 1 refused, 1 warning');
    expect(text).toMatch(/│ 乙公司 +│ +│ +│ 2 +│/);
    expect(text).toMatch(/│ 3 +│ 成交额（万元） +│ it is "约560"; write/);
    expect(text.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([]);
  });

  it('with a directory nothing waits; as JSON amounts and lines are numbers', async () => {
    const table = file('c.csv', `${HEADINGS}\n${ROW}\n`);
    const { text, code } = await run(
      'try',
      'henan-ledger',
      table,
      '--directory',
      file('units.csv', UNITS),
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      mapping: 'henan-ledger',
      counts: { rows: 1, facts: 1, waiting: 0, refused: 0 },
      recognised: { kind: 'csv', headingLine: 1 },
      faults: [],
    });
  });

  it('lets no sign of a file move or hide anything', async () => {
    const hostile = '\u001b[2J\u202e假\u0007';
    const rows = `${HEADINGS}\n${ROW.replace('已登记', hostile).replace('乙公司', `乙${hostile}`)}\n`;
    const { text } = await run('try', 'henan-ledger', file('d.csv', rows));
    expect(text).toContain('refused');
    expect(HIDDEN.filter((sign) => text.includes(sign))).toEqual([]);
    const headings = file('e.csv', `${HEADINGS},${hostile}\n${ROW}\n`);
    const stopped = await run('try', 'henan-ledger', headings);
    expect(HIDDEN.filter((sign) => stopped.text.includes(sign))).toEqual([]);
  });

  it.each<[string, string[], string]>([
    ['a mapping that is none', ['try', 'nowhere', 'x.csv'], 'There is no mapping nowhere'],
    ['a preset that is none', ['show', 'nowhere'], 'presets: henan-ledger'],
    ['a table that is not there', ['try', 'henan-ledger', join(folder, 'none.csv')], 'there is no such file'],
  ])('names %s', async (_, words, message) => {
    await expect(run(...words)).rejects.toThrow(message);
  });

  it('names every fault of a mapping, and of a directory', async () => {
    const table = file('f.csv', `${HEADINGS}\n${ROW}\n`);
    await expect(run('try', file('bad.yaml', 'id: A\nversion: 0\n'), table)).rejects.toThrow(
      /id: it must be[\s\S]*version: it must be/,
    );
    const units = file('bad-units.csv', '单位名称,统一社会信用代码,性质,行政区划代码\n甲,1,999,41\n');
    await expect(run('try', 'henan-ledger', table, '--directory', units)).rejects.toThrow(
      /is not right:[\s\S]*性质/,
    );
  });

  it('says of a file of another kind how to save it', async () => {
    const { text, code } = await run('try', 'henan-ledger', file('g.xlsx', '<html><table>'));
    expect(code).toBe(1);
    expect(text).toContain('a web page (HTML) with the name of a table');
    expect(text).toContain('另存为 .xlsx');
  });
});
