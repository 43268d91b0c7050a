import { describe, expect, it } from '@jest/globals';
import { byStateOfRun } from './as-run-says.ts';
import { newRun, type Run, type RunJob } from './run.ts';
import type { RunLine } from './run-line.ts';

const AT = new Date('2019-06-01T00:00:00Z');
const amounts = [{ year: 2019, group: 'sharing', fen: 100n }];
const stored: RunLine = {
  run: 'R1',
  entity: 'B',
  name: 'B 公司',
  amounts,
  published: [],
  draftFen: 100n,
  approvedFen: null,
  issuedFen: null,
  out: null,
  objections: [],
  order: '',
};

describe('a line that was stored when it was drafted', () => {
  it.each<[string, Run, Partial<RunLine>]>([
    ['is what it was in a draft', run([]), {}],
    ['is published with its run', run(['publish']), { published: amounts }],
    ['is approved', run(['publish', 'approve']), { published: amounts, approvedFen: 100n }],
    [
      'is an order',
      run(['publish', 'approve', 'issue']),
      { published: amounts, approvedFen: 100n, issuedFen: 100n, order: 'R1-B' },
    ],
    ['is not published before its turn', run(['publish'], { event: 'publish', cursor: 'A' }), {}],
    [
      'is published when the cursor has come to it',
      run(['publish'], { event: 'publish', cursor: 'B' }),
      { published: amounts },
    ],
    [
      'is not approved yet behind the cursor of approval',
      run(['publish', 'approve'], { event: 'approve', cursor: 'A' }),
      { published: amounts },
    ],
  ])('%s', (_, its, expected) => {
    expect(byStateOfRun(its)(stored)).toEqual({ ...stored, ...expected });
  });
});

describe('a line to which something else happened', () => {
  it('keeps what was written of it', () => {
    const fell = { ...stored, amounts: [{ year: 2019, group: 'sharing', fen: 60n }], published: amounts };
    const issued = byStateOfRun(run(['publish', 'approve', 'issue']))({ ...fell, approvedFen: 80n });
    expect(issued).toMatchObject({ published: amounts, approvedFen: 80n, issuedFen: 60n, order: 'R1-B' });
  });

  it('stays out', () => {
    const out: RunLine = { ...stored, amounts: [], out: 'held' };
    expect(byStateOfRun(run(['publish', 'approve', 'issue']))(out)).toEqual(out);
  });
});

function run(steps: ('publish' | 'approve' | 'issue')[], job?: Pick<RunJob, 'event' | 'cursor'>): Run {
  const act = { by: 'ann', at: AT, document: 'letter' };
  const filter = { groups: [], years: [], smallestFen: 0n };
  const drafted = newRun({ id: 'R1', title: 'R1', programme: 'awards', filter, fiscalYear: 2019 }, act);
  const notes = [...drafted.notes, ...steps.map((event) => ({ ...act, event, entity: '' }))];
  return { ...drafted, notes, job: job ? { ...job, act } : null };
}
