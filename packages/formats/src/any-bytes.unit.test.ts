import { readFileSync } from 'node:fs';
import { examples } from '@duixian/testing/long-forms';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEinvoice } from './einvoice/read-einvoice.ts';
import { readCamt } from './iso20022/read-camt.ts';
import { readPain002 } from './iso20022/read-pain002.ts';
import { readVouchers } from './mof-voucher/read-voucher.ts';
import { readNriiPush } from './nrii/read-push.ts';
import { readStatementReports } from './statements/read-statement.ts';

const OWNER = { uscc: '91410100170051134L', name: '甲', kind: 'university', divisionCode: '410100' } as const;
/** As a platform's form would hold it. */
function readForm(bytes: Uint8Array) {
  const fields = new Map([
    ['insCode', ['x']],
    ['instruType', ['6']],
    ['instruData', [Buffer.from(bytes).toString()]],
  ]);
  const read = readNriiPush(fields, 'instru', {
    ...{ time: '2018-07-01T10:00:00+08:00', secret: Buffer.from('x'), directory: () => OWNER },
    ...{ ownerOf: () => OWNER, unitOfInstrument: () => undefined },
  });
  if ('status' in read) return { items: [], faults: read.faults };
  const refused = read.items.flatMap((item) => (item.outcome === 'refused' ? item.faults : []));
  return { items: read.items.filter(({ outcome }) => outcome !== 'refused'), faults: refused };
}

const RECORD =
  '[{"innerId":"1","amounts":"26000","serviceTime":"2018-06-05","serviceWay":"委托共享","serviceAmount":"130","applicantUnit":"甲","auditStatus":"0"}]';
const sample = (name: string) => readFileSync(new URL(`../samples/${name}`, import.meta.url));
type Read = { readonly items: readonly unknown[]; readonly faults: readonly { message: string }[] };
const READERS: readonly [string, Uint8Array, (bytes: Uint8Array) => Read | Promise<Read>][] = [
  ['e-invoice', sample('einvoice-blue.xml'), readEinvoice],
  ['camt', sample('camt.054.001.08.xml'), (bytes) => readCamt(bytes, { accountNo: '0000000000000000000' })],
  ['pain.002', sample('pain.002.001.10.xml'), (bytes) => readPain002(bytes, { paidOn: 'pain.002' })],
  ['return', sample('mof-5201-return.gbk.xml'), readVouchers],
  ['refund', sample('mof-2203-refund.gbk.xml'), readVouchers],
  ['statement', sample('treasury-statement.csv'), readStatementReports],
  ['platform’s form', Buffer.from(RECORD), readForm],
];

it.each(READERS)(
  'any change of a %s is read or refused in words, and never breaks the reader',
  async (_, bytes, read) => {
    const at = fc.nat(bytes.length - 1);
    const change = fc.record({ at, length: fc.nat(20), instead: fc.uint8Array({ maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = changes.reduce<Uint8Array>(
          (all, { at: from, length, instead }) =>
            Buffer.concat([all.subarray(0, from), instead, all.subarray(from + length)]),
          bytes,
        );
        const { faults } = await read(changed);
        for (const { message } of faults) expect(message).toMatch(/\S/);
      }),
      { numRuns: examples(300) },
    );
  },
);

it.each(READERS)('a %s that is cut anywhere gives no more than the whole', async (_, bytes, read) => {
  const whole = (await read(bytes)).items.length;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), async (length) => {
      expect((await read(bytes.subarray(0, length))).items.length).toBeLessThanOrEqual(whole);
    }),
    { numRuns: examples(100) },
  );
});
