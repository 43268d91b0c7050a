import type { importsV1 } from '@duixian/proto';
import { createLogger, sleep } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { Keyring } from '../access/keyring.ts';
import { accessOf } from '../access/keyring-for-tests.ts';
import type { Services } from '../services.ts';
import { workingOnImports } from './working-on-imports.ts';

const SOURCE = 'urn:duixian:exchange:henan';
const LINES = Buffer.from('{}\n'.repeat(2_500));

type Saved = Pick<importsV1.SaveProgressRequest, 'lines' | 'ending' | 'givesBack'>;

/** What a gateway tells partners of one import of facts, by a key of these scopes. */
async function worked(scopes: readonly string[], { stopsAfter }: { stopsAfter?: number } = {}) {
  const keyring = new Keyring('live');
  keyring.keep(
    accessOf({ clerk: scopes }, (name) => name),
    Date.now(),
  );
  const saved: Saved[] = [];
  let isTaken = false;
  const work = workingOnImports(keyring, services(), createLogger('gateway', 'silent'));
  let stopping: Promise<void> | undefined;

  function services(): Services {
    const one = { source: SOURCE, id: 'I-1', startedAt: '2026-03-02T01:00:00Z', line: 0n, isDryRun: false };
    const imports = {
      async takeImport() {
        const found = isTaken ? undefined : one;
        isTaken = true;
        return { import: found, lease: 'L', key: 'clerk', mappingText: '' };
      },
      readContent: async ({ offset }: { offset: bigint }) => ({
        content: offset === 0n ? LINES : Buffer.alloc(0),
      }),
      async saveProgress({ lines, ending, givesBack }: Saved) {
        saved.push({ lines, ending, givesBack });
        if (saved.length === stopsAfter) stopping = work.stop();
        return { othersWait: false };
      },
    };
    const units = { findUnits: async () => ({ units: [] }) };
    return { imports, units, intake: {} } as unknown as Services;
  }

  const isOver = () => saved.some(({ ending, givesBack }) => ending !== undefined || givesBack);
  work.start();
  for (let tries = 0; !isOver() && tries < 500; tries += 1) await sleep(10);
  await (stopping ?? work.stop());
  return saved;
}

it('it marks how far it is each thousand lines, and at the end', async () => {
  const saved = await worked([`source:${SOURCE}`]);
  expect(saved.map(({ lines }) => lines.length)).toEqual([1_000, 1_000, 500, 0]);
  expect(saved[0]?.lines[0]).toMatchObject({ line: 1n, outcome: 'LINE_OUTCOME_REFUSED' });
  expect(saved.at(-1)?.ending).toMatchObject({ isFinished: true, faults: [] });
});

it.each([[['read']], [['source:urn:duixian:exchange:other']]])(
  'nothing is recorded by a key that has only %s now',
  async (scopes) => {
    const saved = await worked(scopes);
    expect(saved).toEqual([
      {
        lines: [],
        givesBack: false,
        ending: {
          isFinished: false,
          faults: [
            expect.objectContaining({ code: 'key-revoked', message: expect.stringContaining(SOURCE) }),
          ],
          warnings: [],
        },
      },
    ]);
  },
);

it('a gateway that ends gives its import back at its last mark', async () => {
  const saved = await worked([`source:${SOURCE}`], { stopsAfter: 1 });
  expect(saved.map(({ lines, givesBack }) => [lines.length, givesBack])).toEqual([
    [1_000, false],
    [0, true],
  ]);
});
