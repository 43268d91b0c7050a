import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, PARTY, party, recognition, USCC, yuan } from './items.ts';
import { FISCAL_YEAR, Officers, type Person } from './officers.ts';
import { type ProgrammesFile, writeProgrammes } from './programmes.ts';
import { REFUSED } from './refused-acts.ts';
import { Stage } from './stage.ts';

let file: ProgrammesFile;
let stage: Stage;
let officers: Officers;

/**
 * APPROVED, PUBLISHED by Bo, EMPTY with nothing in it, 600,000 yuan of budget all committed, and one order
 * that is paid.
 */
beforeAll(async () => {
  file = await writeProgrammes();
  stage = await Stage.open({ programmesFile: file.path });
  officers = await Officers.of(stage);
  await officers.appropriate('institutions', yuan(600_000));
  await recognised('broker', 'APPROVED', 'ann');
  await officers.step('chen', 'APPROVED', 'approve');
  await recognised('lab', 'PUBLISHED', 'bo');
  await officers.draft('EMPTY', 'institutions');
  await stage.send(contract(1, {}));
  await stage.settledOrders(USCC.optics, 1);
  await stage.settled();
}, 120_000);

afterAll(async () => {
  await stage.close();
  await file.remove();
});

async function recognised(who: 'broker' | 'lab', run: string, publisher: Person): Promise<void> {
  const { uscc, name } = PARTY[who];
  await stage.send(party(uscc, name, null), recognition(`S-${who}`, { uscc }));
  await stage.settled();
  await officers.draft(run, 'institutions');
  await officers.step(publisher, run, 'publish');
}

/** Everything that officers could have changed. */
async function everything(): Promise<unknown> {
  const paths = ['runs', 'runs/APPROVED/lines', 'runs/PUBLISHED/lines', `budgets?year=${FISCAL_YEAR}`];
  const more = [
    'payables',
    'orders',
    'payees',
    'recoveries',
    `journal-entries/${USCC.lab}`,
    `journal-entries/${USCC.optics}`,
  ];
  return Promise.all([...paths, ...more].map((path) => stage.get(`/v1/${path}`)));
}

it.each(REFUSED)('%s changes nothing', async (_, person, path, body, status, remedy) => {
  const before = await everything();
  const { status: answered, answer } = await officers.post(person, path, body);
  expect({ answered, detail: answer.detail }).toEqual({
    answered: status,
    detail: expect.stringMatching(remedy),
  });
  expect(await everything()).toEqual(before);
});

it('an objection is dismissed only while its budget is there, and takes nothing otherwise', async () => {
  const objection = { entity: USCC.lab, reason: '异议' };
  await officers.do('ann', '/v1/runs/PUBLISHED/objections', objection);
  await officers.appropriate('institutions', yuan(300_000), '郑财预〔2026〕2号');
  const before = await everything();
  const dismissal = { ...objection, upheld: false };
  expect(await officers.post('dai', '/v1/runs/PUBLISHED/objections/decide', dismissal)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('raise the appropriation first') },
  });
  expect(await everything()).toEqual(before);
  await officers.appropriate('institutions', yuan(600_000), '郑财预〔2026〕3号');
  expect(await officers.do('dai', '/v1/runs/PUBLISHED/objections/decide', dismissal)).toMatchObject({
    out: null,
    amounts: [{ fen: yuan(300_000) }],
  });
});
