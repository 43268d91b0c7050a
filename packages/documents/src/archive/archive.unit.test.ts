import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { numbersOf } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { verifyArchive } from './verify-archive.ts';
import { type ArchiveFile, archiveChunks } from './write-archive.ts';

const SUBJECT = {
  run: '2026-01',
  exportedAt: '2026-03-12T00:00:00.000Z',
  exportedBy: 'wang',
  software: 's 1',
};
const AT = '2026-03-02T00:00:00.000Z';

type Written = Record<string, string | Uint8Array>;

async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** In batches, as they are read. */
async function* made<T>(names: readonly string[], make: (name: string) => T): AsyncGenerator<T[]> {
  for (let from = 0; from < names.length; from += 100) yield names.slice(from, from + 100).map(make);
}

const amount = (fen: number) => ({ year: 2018, group: 'g', fen });

/** A payment run of lines of one yuan each, of which the last is excluded. */
function filesOf(count: number): ArchiveFile[] {
  const numbers = Array.from({ length: count }, (_, number) => `E${number}`);
  const ordered = numbers.slice(0, -1);
  const sumFen = 100 * ordered.length;
  const run = {
    ...{ id: '2026-01', state: 'issued', step: null, lines: count, linesOut: 1, undecidedObjections: 0 },
    ...{ draftFen: 100 * count, publishedFen: 100 * count, approvedFen: sumFen, issuedFen: sumFen },
    notes: [
      { event: 'draft', by: 'wang' },
      { event: 'publish', by: 'wang' },
      { event: 'object', by: 'zhao' },
      { event: 'approve', by: 'li' },
      { event: 'issue', by: 'li' },
    ],
  };
  const line = (entity: string) => {
    const isOut = entity === numbers.at(-1);
    return {
      ...{ entity, amounts: isOut ? [] : [amount(100)], published: [amount(100)], draftFen: 100 },
      ...{ approvedFen: isOut ? null : 100, issuedFen: isOut ? null : 100, out: isOut ? 'objection' : null },
      objections: isOut ? [{ by: 'zhao', outcome: { by: 'zhao' } }] : [],
      order: isOut ? null : `2026-01-${entity}`,
    };
  };
  return [
    { name: 'run.json', records: each([[run]]) },
    { name: 'lines.ndjson', records: made(numbers, line) },
    { name: 'publication.html', chunks: each(['<p>', '</p>']), recordCount: () => count },
    { name: 'publication.xlsx', chunks: each([Buffer.from('PK')]), recordCount: () => count },
    ...filesOfOrders(ordered),
    {
      name: 'explanations.ndjson',
      records: made(numbers, (entity) => ({ entity, year: 2018, group: 'g', explanation: null })),
    },
    {
      name: 'movements.ndjson',
      records: made(ordered, (uscc) => ({
        ...{ uscc, at: AT, cause: 'order', id: `2026-01-${uscc}` },
        lines: [
          { year: 2018, group: 'g', book: 'reserved', fen: -100 },
          { year: 2018, group: 'g', book: 'underWay', fen: 100 },
        ],
      })),
    },
  ];
}

function filesOfOrders(ordered: readonly string[]): ArchiveFile[] {
  const order = (payeeUscc: string) => ({
    ...{ id: `2026-01-${payeeUscc}`, run: '2026-01', payeeUscc, payeeAccountNo: '…1234', amountFen: 100 },
    lines: [amount(100)],
  });
  const payee = (entity: string) => ({
    ...{ order: `2026-01-${entity}`, accountNo: '…1234', proposedBy: 'wang', confirmedBy: 'zhao' },
  });
  return [
    { name: 'orders.ndjson', records: made(ordered, order) },
    { name: 'payees.ndjson', records: made(ordered, payee) },
  ];
}

async function archive(count = 3): Promise<string> {
  const path = newPath();
  await pipeline(
    archiveChunks(SUBJECT, filesOf(count), async () => {}),
    createWriteStream(path),
  );
  return path;
}

function newPath(): string {
  return join(mkdtempSync(join(tmpdir(), 'archive-')), 'a.zip');
}

/** The archive with its files changed and, as somebody who hides a change would do, with matching digests. */
async function altered(change: (files: Written) => void, isHidden = true): Promise<string> {
  const files: Written = unzipSync(readFileSync(await archive()));
  const manifest = JSON.parse(strFromU8(files['manifest.json'] as Uint8Array));
  for (const name of Object.keys(files)) files[name] = strFromU8(files[name] as Uint8Array, true);
  change(files);
  const bytes = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, Buffer.from(text as string, 'latin1')]),
  );
  for (const file of isHidden ? manifest.files : []) {
    const content = bytes[file.name];
    if (!content) continue;
    file.bytes = content.length;
    file.sha256 = createHash('sha256').update(content).digest('hex');
    if (file.name.endsWith('.ndjson')) file.records = content.toString('latin1').split('\n').length - 1;
  }
  if (bytes['manifest.json']) bytes['manifest.json'] = Buffer.from(strToU8(JSON.stringify(manifest)));
  const path = newPath();
  writeFileSync(path, zipSync(bytes as Zippable));
  return path;
}

function replace(name: string, from: string, to: string) {
  return (files: Written) => {
    const before = files[name] as string;
    files[name] = before.replace(from, Buffer.from(to).toString('latin1'));
    expect(files[name]).not.toBe(before);
  };
}

async function differencesOf(path: string): Promise<readonly string[]> {
  return (await verifyArchive(path)).differences;
}

describe('an archive', () => {
  it('that is as it was written has no difference, and says by whom it was', async () => {
    const path = await archive();
    const { manifest, digest, differences } = await verifyArchive(path);
    expect(differences).toEqual([]);
    expect(manifest).toMatchObject(SUBJECT);
    const content = unzipSync(readFileSync(path))['manifest.json'] as Uint8Array;
    expect(digest).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('breaks off where a file of it does, or where it may not be finished', async () => {
    const broken = filesOf(3).map((file) =>
      file.name === 'payees.ndjson' ? { ...file, records: fails() } : file,
    );
    const read = async (files: ArchiveFile[], end: () => Promise<void>) => {
      for await (const _chunk of archiveChunks(SUBJECT, files, end));
    };
    await expect(read(broken, async () => {})).rejects.toThrow('away');
    await expect(read(filesOf(3), () => Promise.reject(new Error('changed')))).rejects.toThrow('changed');
  });
});

it('of very many lines is written and checked in little memory', async () => {
  const before = process.memoryUsage().rss;
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss - before);
  }, 50);
  const path = await archive(numbersOf('documents').lines);
  const { differences } = await verifyArchive(path);
  clearInterval(watch);
  expect(differences).toEqual([]);
  expect(peakBytes).toBeLessThan(512 * 1024 * 1024);
}, 60_000);

// biome-ignore lint/correctness/useYield: it fails before there is anything
async function* fails(): AsyncGenerator<object[]> {
  throw new Error('away');
}

describe('tampering', () => {
  it('with one byte anywhere is found', async () => {
    const bytes = readFileSync(await archive());
    const places = Array.from({ length: 40 }, (_, index) => Math.floor((bytes.length * (index + 0.5)) / 40));
    const path = newPath();
    const unseen: number[] = [];
    const { digest } = await verifyArchive(await archive());
    for (const place of places) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] as number) ^ 0x10;
      writeFileSync(path, changed);
      const found = await verifyArchive(path);
      // Bytes that only describe an entry to a file system are not part of its content.
      const isSame = found.differences.length === 0 && found.digest === digest;
      if (isSame && contentOf(changed) !== contentOf(bytes)) unseen.push(place);
    }
    expect(unseen).toEqual([]);
  });

  it.each<[string, (files: Written) => void, string[]]>([
    [
      'a changed byte of a file',
      replace('lines.ndjson', 'E0', 'E9'),
      ['lines.ndjson does not match its digest in the manifest'],
    ],
    [
      'a missing file',
      (files) => delete files['movements.ndjson'],
      ['movements.ndjson is missing', 'the entries of order 2026-01-E0: 0.00 yuan instead of 1.00'],
    ],
    [
      'an extra file',
      (files) => {
        files['more.txt'] = 'x';
      },
      ['more.txt is in the archive, but not in the manifest'],
    ],
    ['a missing manifest', (files) => delete files['manifest.json'], ['manifest.json: it is missing']],
  ])('%s is named', async (_, change, expected) => {
    expect(await differencesOf(await altered(change, false))).toEqual(expect.arrayContaining(expected));
  });

  it.each<[string, (files: Written) => void, string]>([
    [
      'amount of an order',
      replace('orders.ndjson', '"amountFen":100', '"amountFen":900'),
      'order 2026-01-E0 amount: 9.00 yuan instead of 1.00',
    ],
    [
      'detail of an order',
      replace('orders.ndjson', '"year":2018', '"year":2019'),
      'order 2026-01-E0 pays g 2019 1.00, but its line has g 2018 1.00',
    ],
    [
      'payee of an order',
      replace('orders.ndjson', '"payeeUscc":"E0"', '"payeeUscc":"E7"'),
      'order 2026-01-E0 pays E7, its line E0',
    ],
    [
      'amount of a line',
      replace('lines.ndjson', '"issuedFen":100', '"issuedFen":200'),
      'run: sum of what was issued: 2.00 yuan instead of 3.00',
    ],
    [
      'sum of the run',
      replace('run.json', '"approvedFen":200', '"approvedFen":100'),
      'run: sum of what was approved: 1.00 yuan instead of 2.00',
    ],
    [
      'approver: who prepared it',
      replace('run.json', '{"event":"approve","by":"li"}', '{"event":"approve","by":"wang"}'),
      'run 2026-01 was approved by wang, who also did draft in it',
    ],
    [
      'approver: who changed a line',
      replace('lines.ndjson', '"by":"zhao"', '"by":"li"'),
      'line E2 was changed by li, who approved the run',
    ],
    [
      'approver: nobody',
      replace('run.json', '{"event":"approve","by":"li"},', ''),
      'run 2026-01 is issued, but nobody approved it',
    ],
    [
      'confirmation of a payee',
      replace('payees.ndjson', '"confirmedBy":"zhao"', '"confirmedBy":"li"'),
      'the account of order 2026-01-E0 was confirmed by li, who approved the run',
    ],
    [
      'confirmation by who proposed it',
      replace('payees.ndjson', '"confirmedBy":"zhao"', '"confirmedBy":"wang"'),
      'the account of order 2026-01-E0 was proposed and confirmed by wang',
    ],
    [
      'account',
      replace('payees.ndjson', '1234', '9999'),
      'the account of order 2026-01-E0 is …9999, not …1234',
    ],
    [
      'entry',
      replace('movements.ndjson', '"fen":100', '"fen":700'),
      'the entry of E0/2018/g at 2026-03-02T00:00:00.000Z (order) is not balanced',
    ],
    [
      'line that is in again',
      replace('lines.ndjson', '"out":"objection"', '"out":null'),
      'line E2 is included, but has no order',
    ],
    [
      'record that is none',
      replace('orders.ndjson', '"lines":[', '"lines":7,"x":['),
      'orders.ndjson: record 1 does not have its form',
    ],
  ])('with right digests, an altered %s is named', async (_, change, expected) => {
    expect(await differencesOf(await altered(change))).toContain(expected);
  });

  it.each([
    ['lines.ndjson', 'order 2026-01-E0 belongs to no line'],
    ['orders.ndjson', 'order 2026-01-E0 is missing'],
    ['payees.ndjson', 'the account of order 2026-01-E0 is missing'],
    ['explanations.ndjson', 'the explanation of E0/2018/g is missing'],
    ['movements.ndjson', 'the entries of order 2026-01-E0: 0.00 yuan instead of 1.00'],
  ])('with right digests, a record taken out of %s is named', async (name, expected) => {
    const drop = (files: Written) => {
      files[name] = (files[name] as string).split('\n').slice(1).join('\n');
    };
    expect(await differencesOf(await altered(drop))).toContain(expected);
  });

  it.each([
    ['lines.ndjson', 'line E0 occurs twice'],
    ['orders.ndjson', 'order 2026-01-E0 occurs twice'],
    ['payees.ndjson', 'the account of order 2026-01-E0 occurs twice'],
  ])('with right digests, a record repeated in %s is named', async (name, expected) => {
    const repeat = (files: Written) => {
      const text = files[name] as string;
      files[name] = text.slice(0, text.indexOf('\n') + 1) + text;
    };
    expect(await differencesOf(await altered(repeat))).toContain(expected);
  });
});

function contentOf(bytes: Uint8Array): string {
  try {
    return JSON.stringify(Object.entries(unzipSync(bytes)).map(([name, data]) => [name, [...data]]));
  } catch {
    return '';
  }
}
