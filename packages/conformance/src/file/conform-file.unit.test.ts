import { readItemText } from '@duixian/facts';
import { examples } from '@duixian/testing/long-forms';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Status } from '../core/rule.ts';
import { FILE_MUTANTS } from '../mutants/file-mutants.ts';
import type { FilePatch } from '../mutants/file-patch.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { RIGHT_SOURCE, rightFacts } from '../mutants/right-facts.ts';
import { conformFile } from './conform-file.ts';
import type { FileOptions } from './file-rule.ts';
import { FILE_RULES, type FileRuleId } from './rules.ts';

const NOW = new Date('2026-03-02T12:00:00+08:00');

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function bytesOf(
  seed: number,
  { items = (all) => all, bytes = Buffer.from, isBatch }: FilePatch = {},
): Buffer {
  const written = items(rightFacts(seed));
  return bytes(
    isBatch ? JSON.stringify(written) : written.map((item) => `${JSON.stringify(item)}\n`).join(''),
  );
}

async function resultsOf(bytes: Buffer, options: Partial<FileOptions> = {}) {
  const all = { source: RIGHT_SOURCE, isBatch: false, now: NOW, ...options };
  return conformFile(inPieces(bytes, 4_096), all, { limitMs: 1_000 });
}

async function statuses(bytes: Buffer, options?: Partial<FileOptions>): Promise<Record<string, Status>> {
  const results = await resultsOf(bytes, options);
  return Object.fromEntries(results.map(({ rule, verdict }) => [rule.id, verdict.status]));
}

const ALL_PASSED = Object.fromEntries(FILE_RULES.map(({ id }) => [id, 'PASSED']));
const MUTANTS = Object.entries(FILE_MUTANTS).flatMap(([id, mutants]) =>
  mutants.map((mutant: Mutant<FilePatch, FileRuleId>) => ({ id, about: mutant.about, mutant })),
);

describe('the kit reads a file', () => {
  it('that is right, and passes with every seed, as lines and as one batch', async () => {
    for (let seed = 1; seed <= examples(20); seed++) {
      expect(await statuses(bytesOf(seed))).toEqual(ALL_PASSED);
      expect(await statuses(bytesOf(seed, { isBatch: true }), { isBatch: true })).toEqual(ALL_PASSED);
    }
  });

  it.each(MUTANTS)('$id: of a system that $about', async ({ id, mutant }) => {
    const expected = { ...ALL_PASSED, [id]: mutant.status ?? 'FAILED', ...mutant.others };
    const { patch } = mutant;
    expect(await statuses(bytesOf(7, patch), { isBatch: patch.isBatch === true })).toEqual(expected);
  });

  it('and asks a person which source was agreed', async () => {
    expect(await statuses(bytesOf(7), { source: undefined })).toEqual({ ...ALL_PASSED, 'F-03': 'REVIEW' });
  });

  it('and says of each rule that it saw nothing of in an empty one', async () => {
    const seen = await statuses(Buffer.from('\n'));
    expect(seen).toEqual(Object.fromEntries(FILE_RULES.map(({ id }) => [id, 'SKIPPED'])));
  });

  it('and interrupts every rule where it cannot be read to its end', async () => {
    const broken = async function* () {
      yield bytesOf(7);
      throw new Error('disk gone');
    };
    const results = await conformFile(broken(), { isBatch: false, now: NOW }, { limitMs: 1_000 });
    expect(new Set(results.map(({ verdict }) => verdict.reason.en))).toEqual(
      new Set(['the check broke off: disk gone']),
    );
  });

  it('and names line and field, but no personal data', async () => {
    const bytes = bytesOf(7, FILE_MUTANTS['P-13'][1].patch);
    const found = (await resultsOf(bytes)).find(({ rule }) => rule.id === 'P-13')?.verdict.evidence;
    expect(found).toEqual([
      expect.objectContaining({ place: 'line 11, data.name', received: '电**********' }),
    ]);
    expect(JSON.stringify(found)).not.toContain('138');
  });

  it('whatever is in it: a line that the door refuses fails a rule, and no rule breaks', async () => {
    const right = bytesOf(7);
    const splice = fc.tuple(
      fc.nat(right.length),
      fc.nat(40),
      fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(splice, fc.boolean(), async ([at, length, instead], isBatch) => {
        const bytes = Buffer.concat([right.subarray(0, at), instead, right.subarray(at + length)]);
        const found = new Set(Object.values(await statuses(bytes, { isBatch })));
        expect(found).not.toContain('INTERRUPTED');
        const lines = bytes
          .toString('latin1')
          .split('\n')
          .filter((line) => line.trim() !== '');
        const isRefused = lines.some(
          (line) => 'faults' in readItemText(Buffer.from(line, 'latin1').toString()),
        );
        if (isRefused && !isBatch) expect(found).toContain('FAILED');
      }),
      { numRuns: examples(200) },
    );
  });

  it('and is not held up by long texts', async () => {
    const texts = ['a'.repeat(120_000), `${'a'.repeat(120_000)}@`, 'a@'.repeat(60_000), '1'.repeat(120_000)];
    const lines = texts.map((name) => `${JSON.stringify({ type: 'duixian.party.v1', data: { name } })}\n`);
    const startedAt = performance.now();
    await resultsOf(Buffer.from(lines.join('')));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('and keeps little of what is wrong everywhere', async () => {
    const line = `${JSON.stringify({ specversion: '1.0' })}\n`;
    const [first] = await resultsOf(Buffer.from(line.repeat(1_000)));
    expect(first?.verdict.reason.en).toMatch(/^in \d000 places$/);
    expect(first?.verdict.evidence).toHaveLength(20);
  });
});
