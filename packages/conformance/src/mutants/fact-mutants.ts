import type { Status } from '../core/rule.ts';
import { FILE_RULES, type FileRuleId } from '../file/rules.ts';
import { added, data, every, type FilePatch, inParty, newId, one, raised, without } from './file-patch.ts';
import type { Mutants } from './mutant.ts';
import type { Item } from './right-facts.ts';

/** Where no item can be read, no rule sees anything but the sizes. */
const NOTHING_READ: Partial<Record<FileRuleId, Status>> = Object.fromEntries(
  FILE_RULES.flatMap(({ id }) => (id === 'F-20' || id === 'F-22' ? [] : [[id, 'SKIPPED']])),
);

export const FACT_MUTANTS = {
  'F-01': [
    { about: 'leaves specversion out', patch: one('instrument', ({ ['specversion']: _, ...item }) => item) },
    {
      about: 'has a type of its own',
      patch: one('instrument', (item) => ({ ...item, type: 'duixian.device.v1' })),
    },
    {
      about: 'writes lines that are no JSON',
      patch: { bytes: (text) => Buffer.from(`${text}{"specversion":\n`) },
    },
    {
      about: 'cuts a batch short',
      patch: { isBatch: true, bytes: (text) => Buffer.from(text.slice(0, -20)) },
    },
  ],
  'F-02': [
    {
      about: 'uses ids again',
      patch: added('receipt', (item) => data({ revision: 2, status: 'returned' })(item)),
    },
  ],
  'F-03': [
    {
      about: 'has the name of a host in source',
      patch: one('receipt', (item) => ({ ...item, source: `${item['source']}@app01` })),
    },
  ],
  'F-04': [
    {
      about: 'writes a local time without an offset',
      patch: one('receipt', (item) => ({ ...item, time: '2019-04-28T10:00:00' })),
    },
    {
      about: 'is two days ahead',
      patch: one('instrument', (item) => ({ ...item, time: '2026-03-04T12:00:00+08:00' })),
    },
    {
      about: 'is ten minutes ahead',
      patch: one('instrument', (item) => ({ ...item, time: '2026-03-02T12:10:00+08:00' })),
      status: 'WARNING',
    },
  ],
  'F-05': [
    { about: 'writes yuan as a float', patch: one('instrument', data({ originalValueFen: 48_000.55 })) },
  ],
  'F-06': [{ about: 'adds a remark', patch: one('receipt', data({ remark: '备注' })) }],
  'F-07': [
    {
      about: 'leaves out what is null',
      patch: one('contract', without('intermediary'), ({ data: { revision } }) => revision === 1),
    },
  ],
  'F-08': [
    { about: 'writes O for 0', patch: one('instrument', inParty('owner', { uscc: '914101O0EXAMPLE04U' })) },
  ],
  'F-09': [
    {
      about: 'never raises the revision',
      patch: added('instrument', (item) => data({ status: 'closed' })(newId(item))),
    },
  ],
  'F-10': [{ about: 'raises the revision where it sends again', patch: added('instrument', raised) }],
  'F-11': [
    {
      about: 'sends a patch',
      patch: added('instrument', (item) => without('name', 'owner', 'model')(raised(item))),
    },
  ],
  'F-20': [
    {
      about: 'sends 1,001 at once',
      patch: {
        isBatch: true,
        items: (items) => [
          ...items,
          ...Array.from({ length: 1_001 - items.length }, () => items.at(-1) ?? {}),
        ],
      },
    },
    { about: 'sends items of 200 KiB', patch: one('receipt', data({ remark: 'x'.repeat(200 * 1024) })) },
  ],
  'F-22': [
    {
      about: 'writes GBK',
      patch: {
        bytes: (text) =>
          Buffer.concat([
            Buffer.from(text),
            Buffer.from('{"name":"'),
            Buffer.from([0xd6, 0xa3, 0xd6, 0xdd]),
            Buffer.from('"}\n'),
          ]),
      },
    },
    {
      about: 'begins with a byte order mark',
      patch: { bytes: (text) => Buffer.from(`\uFEFF${text}`) },
      status: 'WARNING',
    },
    {
      about: 'writes a batch in UTF-16',
      patch: { isBatch: true, bytes: (text) => Buffer.from(`\uFEFF${text}`, 'utf16le') },
      others: NOTHING_READ,
    },
    {
      about: 'is packed',
      patch: { bytes: (text) => Buffer.concat([Buffer.from([0x1f, 0x8b, 0x0a]), Buffer.from(text)]) },
    },
  ],
  'F-23': [
    {
      about: 'has a day after that of the record',
      patch: one('receipt', data({ receivedOn: '2019-04-29' })),
    },
    {
      about: 'takes days from UTC',
      patch: every('receipt', (item) => data({ receivedOn: dayInUtc(item) })(item)),
      status: 'REVIEW',
    },
    { about: 'has days that do not exist', patch: one('receipt', data({ receivedOn: '2019-02-30' })) },
  ],
  'F-24': [
    {
      about: 'sends the newest first',
      patch: { items: (items) => [...items.slice(1, 3), ...items.slice(0, 1), ...items.slice(3)] },
      status: 'WARNING',
    },
  ],
} as const satisfies Partial<Mutants<FilePatch, FileRuleId>>;

function dayInUtc(item: Item): string {
  return new Date(String(item['time'])).toISOString().slice(0, 10);
}
