import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { editDistance, headingName, headingUnit } from './heading-text.ts';
import { MappingFault, parseMapping, presets, presetText } from './load-mapping.ts';

const SAMPLE = readFileSync(new URL('../samples/mapping-contract-register.yaml', import.meta.url), 'utf8');

function faultsOf(text: string): readonly string[] {
  try {
    parseMapping(text);
  } catch (error) {
    if (error instanceof MappingFault) return error.faults;
    throw error;
  }
  return [];
}

describe('the presets', () => {
  it('are these', () => {
    expect(presets().map(({ name }) => name)).toEqual([
      'henan-ledger',
      'national-register',
      'nrii-record-sheet',
      'sharing-invoices',
      'university-ledger',
    ]);
    expect(presetText('../samples/mapping-contract-register')).toBeUndefined();
  });

  it.each(presets().map(({ name }) => name))(
    '%s is right, says how far it is known, and has no source',
    (name) => {
      const mapping = parseMapping(presetText(name) ?? '');
      expect([mapping.id, mapping.source]).toEqual([name, undefined]);
      expect(mapping.marks?.map(({ mark }) => mark)).toContain('recalled');
      expect(mapping.marks?.map(({ mark }) => mark)).toContain('assumed');
    },
  );
});

describe('a mapping', () => {
  it('is read with its source and version', () => {
    expect(parseMapping(SAMPLE)).toMatchObject({
      id: 'henan-contract-register',
      version: 1,
      source: 'urn:duixian:exchange:henan',
    });
  });

  it.each<[string, (text: string) => string, string]>([
    ['that is no YAML', (text) => `${text}\n  : [`, ''],
    ['of an unknown member', (text) => `${text}\ncolour: red`, 'the mapping: colour is not known here'],
    [
      'of an unknown kind of column',
      (text) => text.replace('as: day', 'as: date'),
      'columns.signedOn.as: it must be one of text, digits',
    ],
    [
      'of another kind of column',
      (text) => text.replace('as: day', 'as: text'),
      'columns.signedOn: as must be day, not text',
    ],
    [
      'of a field that no contract has',
      (text) => text.replace('  title: ', '  name: '),
      'columns.name: duixian.contract.v1 has no such field',
    ],
    [
      'without a field that each has',
      (text) => text.replace('  title: ', '  name: '),
      'columns.title: it is missing',
    ],
    [
      'of a value that no contract has',
      (text) => text.replace('技术转让: transfer', '技术转让: sale'),
      'columns.category: 技术转让 becomes sale; it must be one of development',
    ],
    [
      'of a flag that is a text',
      (text) => text.replace('是: true', "是: 'true'"),
      'columns.relatedParties: 是 becomes true; it must be one of true, false',
    ],
    [
      'of an absent value without a document',
      (text) => text.replace(', document: 示例-郑科〔2026〕7号', ''),
      'columns.relatedParties.absent.document: it must be a text',
    ],
    [
      'of an amount without a unit',
      (text) => text.replace('of: [totalAmountFen, ', 'of: ['),
      'unit.of: totalAmountFen is missing',
    ],
    [
      'of a unit of something else',
      (text) => text.replace('of: [', 'of: [title, '),
      'unit.of: title is no column with as: money',
    ],
    [
      'of a heading that stands for two fields',
      (text) => text.replace('[序号,', '[序号, 项目 名称,'),
      'the heading 项目名称 stands for title and for ignore',
    ],
    [
      'of a source that is none',
      (text) => text.replace('urn:duixian:exchange:henan', '河南'),
      'source: it must be an absolute URI',
    ],
    [
      'of a version below one',
      (text) => text.replace('version: 1', 'version: 0'),
      'version: it must be a whole number from 1',
    ],
    [
      'of headings beyond the twentieth row',
      (text) => text.replace('headingWithin: 20', 'headingWithin: 21'),
      'at most 20',
    ],
    ['that expands aliases', (text) => `${text}\nx: &a [1]\ny: [*a, *a]`, ''],
  ])('%s is refused', (_, change, message) => {
    expect(faultsOf(change(SAMPLE)).join('\n')).toContain(message);
    expect(faultsOf(change(SAMPLE))).not.toEqual([]);
  });

  it('is refused with all its faults at once', () => {
    const faults = faultsOf(
      SAMPLE.replace('as: day', 'as: text').replace('技术转让: transfer', '技术转让: sale'),
    );
    expect(faults).toHaveLength(2);
  });
});

it.each([
  ['＊合同成交总金额\n（万元）', '合同成交总金额', '万元'],
  ['成交额 (单位：元)', '成交额', '元'],
  ['技术交易额（人民币万元）', '技术交易额', '万元'],
  ['服务量（小时）', '服务量', '小时'],
  ['卖方名称（全称）', '卖方名称(全称)', undefined],
])('the heading %j has a name and a unit', (heading, name, unit) => {
  expect([headingName(heading), headingUnit(heading)]).toEqual([name, unit]);
});

it('the distance of two texts is how many letters differ', () => {
  expect([editDistance('合同金额', '合同名称'), editDistance('', 'ab'), editDistance('同', '同')]).toEqual([
    2, 2, 0,
  ]);
});
