import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { demandLetterDocx } from '../demand-letter/demand-letter-docx.ts';
import { xlsxRows } from '../payee-table/xlsx-rows.ts';
import { publicationHtml } from '../publication/publication-html.ts';
import type { PublicationList } from '../publication/publication-list.ts';
import { publicationXlsx } from '../publication/publication-xlsx.ts';
import { xmlText } from './writable.ts';

const SIGNS = [
  '\u0000',
  '\u000b',
  '\u001b',
  '\ufffe',
  '\uffff',
  '\ud800',
  '\udc00',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u0085',
];
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...SIGNS, '_x0041_', '_x005F_', '_', '\r', '\n', ']]>', '<', '&', '='),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

it('whatever a name holds, a workbook is well-formed XML and says the name', async () => {
  await fc.assert(
    // Several names in a workbook: each is read in a thread of its own.
    fc.asyncProperty(fc.array(anyText, { minLength: 6, maxLength: 6 }), async (names) => {
      const bytes = await bytesOf(publicationXlsx(list(names[0] ?? '', names)));
      for (const part of Object.values(unzipSync(bytes))) mustBeXml(strFromU8(part));
      const { rows, faults } = await xlsxRows(bytes);
      expect(faults).toEqual([]);
      for (const [index, name] of names.entries()) {
        const read = rows[index + 1]?.cells[1]?.text ?? '';
        const stated = xmlText(name);
        const blank = stated.trim() === '' ? [''] : [];
        expect([...blank, stated, `'${stated}`]).toContain(read);
      }
    }),
    { numRuns: 10 },
  );
}, 60_000);

it('whatever a name holds, a letter is well-formed XML', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (name) => {
      const letter = await demandLetterDocx({
        recoveryId: name,
        documentNo: name,
        entity: name,
        name,
        date: '2026-03-02',
        dueOn: '2026-04-01',
        lines: [],
        totalFen: 0n,
        payTo: name,
        signedBy: name,
      });
      for (const [part, content] of Object.entries(unzipSync(letter)))
        if (/\.(xml|rels)$/.test(part)) mustBeXml(strFromU8(content));
    }),
    { numRuns: 25 },
  );
}, 60_000);

it('what turns a name round or hides in it is shown on the page', async () => {
  let page = '';
  for await (const chunk of publicationHtml(list('甲\u202e司公\u0000\u200b\u2067乙\ud800'))) page += chunk;
  expect(page).toContain('<bdi>甲[U+202E]司公\ufffd[U+200B][U+2067]乙\ufffd</bdi>');
  expect(page).toContain('24 时前向科技局提出');
});

function list(name: string, names: readonly string[] = [name]): PublicationList {
  return {
    runId: 'R',
    title: '公示',
    programme: 'P',
    documentNo: name,
    publishedOn: '2026-03-02',
    from: '2026-03-03',
    until: '2026-03-09',
    objectionsTo: '科技局',
    lines: names.map((one) => ({ entity: '91410100170051134L', name: one, grounds: [], amountFen: 1n })),
    lineCount: names.length,
    totalFen: BigInt(names.length),
  };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function mustBeXml(text: string): void {
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
}
