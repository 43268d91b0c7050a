import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyArchive } from '@duixian/documents/verify-archive';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contract, PARTY, party, recognition, USCC, yuan } from './items.ts';
import { gapOf, journalEntriesOf, sumsOf } from './money.ts';
import { FISCAL_YEAR, Officers } from './officers.ts';
import { type ProgrammesFile, writeProgrammes } from './programmes.ts';
import { Stage } from './stage.ts';
import { whatIsWrong } from './what-is-wrong.ts';

let file: ProgrammesFile;
let stage: Stage;
let officers: Officers;
const RUN = 'R1';

beforeAll(async () => {
  file = await writeProgrammes();
  stage = await Stage.open({ programmesFile: file.path });
  officers = await Officers.of(stage);
}, 120_000);

afterAll(async () => {
  await stage.close();
  await file.remove();
});

/** 300,000 yuan each for being recognised; the lab 500,000 more as a municipal demonstration institution. */
const INSTITUTIONS = [PARTY.broker, PARTY.lab, PARTY.materials, PARTY.university];
const demonstration = (revision = 1, status = 'recognized') =>
  recognition('D-lab', { uscc: USCC.lab, kind: 'demonstration', status }, revision);
const service = (uscc: string, revision = 1, status = 'recognized') =>
  recognition(`S-${uscc}`, { uscc, status }, revision);

it('what is recognised waits for a run and says so, and what is paid straight through does not', async () => {
  await stage.send(...INSTITUTIONS.map(({ uscc, name }) => party(uscc, name, null)));
  await stage.send(...INSTITUTIONS.map(({ uscc }) => service(uscc)), demonstration(), contract(1, {}));
  await stage.settled();
  for (const { uscc } of INSTITUTIONS) {
    const [payable] = (await stage.payables(uscc)).filter(({ group }) => group === 'service-institution');
    expect(payable).toMatchObject({ openFen: yuan(300_000), orderedFen: 0, holds: ['waits-for-run'] });
    expect(await stage.orders(uscc)).toEqual([]);
  }
  expect(await stage.settledOrders(USCC.optics, 1)).toMatchObject([{ state: 'paid', run: null }]);
});

it('a run beyond the budget is refused with the shortfall, and published when there is enough', async () => {
  expect(await officers.draft(RUN, 'institutions')).toMatchObject({
    state: 'draft',
    lines: 4,
    draftFen: yuan(1_700_000),
  });
  await officers.appropriate('institutions', yuan(1_000_000), '郑财预〔2026〕1号');
  expect(await officers.post('ann', `/v1/runs/${RUN}/publish`)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('beyond the budget by 700,000.00 yuan') },
  });
  expect(await officers.budget('institutions')).toMatchObject({
    committedFen: 0,
    availableFen: yuan(1_000_000),
  });
  await officers.appropriate('institutions', yuan(2_000_000), '郑财预〔2026〕2号');
  expect(await officers.step('bo', RUN, 'publish')).toMatchObject({
    state: 'published',
    fiscalYear: FISCAL_YEAR,
    publishedFen: yuan(1_700_000),
    publicity: { workingDays: 0 },
  });
  const [held] = await stage.payables(USCC.broker);
  expect(held).toMatchObject({ reservedFen: yuan(300_000), openFen: 0 });
});

it('objections take lines out: one is dismissed, one upheld', async () => {
  const object = (entity: string) =>
    officers.do('ann', `/v1/runs/${RUN}/objections`, { entity, reason: '异议' });
  const decide = (entity: string, upheld: boolean) =>
    officers.do('dai', `/v1/runs/${RUN}/objections/decide`, { entity, upheld, reason: '经核实' });
  expect(await object(USCC.broker)).toMatchObject({ out: 'objection', amounts: [] });
  expect(await object(USCC.university)).toMatchObject({ out: 'objection' });
  expect(await officers.budget('institutions')).toMatchObject({ committedFen: yuan(1_100_000) });
  expect(await officers.post('chen', `/v1/runs/${RUN}/approve`)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('uphold or dismiss them first') },
  });
  expect(await decide(USCC.broker, false)).toMatchObject({
    out: null,
    amounts: [{ fen: yuan(300_000) }],
    objections: [{ outcome: { upheld: false, by: 'dai' } }],
  });
  expect(await decide(USCC.university, true)).toMatchObject({ out: 'objection', amounts: [] });
  expect(await officers.budget('institutions')).toMatchObject({ committedFen: yuan(1_400_000) });
});

it('is approved by another person, and what was voided meanwhile is not in it', async () => {
  await stage.send(demonstration(2, 'voided'), service(USCC.materials, 2, 'voided'));
  await stage.settled();
  expect(await officers.post('bo', `/v1/runs/${RUN}/approve`)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('another person has to') },
  });
  expect(await officers.step('chen', RUN, 'approve')).toMatchObject({
    state: 'approved',
    approvedFen: yuan(600_000),
    linesOut: 2,
  });
  expect(await officers.line(RUN, USCC.lab)).toMatchObject({
    draftFen: yuan(800_000),
    approvedFen: yuan(300_000),
    out: null,
  });
  expect(await officers.line(RUN, USCC.materials)).toMatchObject({ approvedFen: 0, out: 'nothing-open' });
});

it('is issued, paid and closed, beside what goes straight through', async () => {
  await officers.do('ann', `/v1/runs/${RUN}/issue`);
  await stage.send(contract(2, { buyer: PARTY.broker }));
  expect(await officers.worked(RUN)).toMatchObject({ state: 'issued', issuedFen: yuan(600_000) });
  const [lab] = await stage.settledOrders(USCC.lab, 1);
  expect(lab).toMatchObject({ id: `${RUN}-${USCC.lab}`, run: RUN, amountFen: yuan(300_000), state: 'paid' });
  const ofBroker = await stage.settledOrders(USCC.broker, 2);
  expect(ofBroker.map(({ amountFen }) => amountFen).sort()).toEqual([yuan(200_000), yuan(300_000)]);
  expect(await officers.step('ann', RUN, 'close')).toMatchObject({ state: 'closed' });
  const { notes } = await stage.get(`/v1/runs/${RUN}`);
  expect(notes.map(({ event }: { event: string }) => event)).toEqual([
    ...['draft', 'publish', 'object', 'object', 'decide', 'decide'],
    ...['approve', 'issue', 'close'],
  ]);
  expect(await officers.budget('institutions')).toMatchObject({
    committedFen: 0,
    orderedFen: yuan(600_000),
    paidFen: yuan(600_000),
  });
});

it('is a list and an archive, which an auditor finds whole', async () => {
  const list = await stage.request(`/v1/runs/${RUN}/publication?format=html`, {});
  expect([list.status, list.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await list.text()).toContain(USCC.broker);
  const archive = await stage.request(`/v1/runs/${RUN}/archive`, {});
  expect([archive.status, archive.headers.get('content-type')]).toEqual([200, 'application/zip']);
  const folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
  const path = join(folder, 'archive.zip');
  writeFileSync(path, new Uint8Array(await archive.arrayBuffer()));
  const { manifest, differences } = await verifyArchive(path);
  rmSync(folder, { recursive: true });
  expect(differences).toEqual([]);
  expect(manifest).toMatchObject({ run: RUN });
  expect(manifest?.files.find(({ name }) => name === 'explanations.ndjson')?.records).toBeGreaterThan(3);
});

it('has no archive while awards does not answer, and that is all that is lacking', async () => {
  process.kill(stage.pidOf('awards'), 'SIGSTOP');
  try {
    const archive = await stage.request(`/v1/runs/${RUN}/archive`, {});
    expect([archive.status, archive.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await stage.get(`/v1/runs/${RUN}`)).toMatchObject({ state: 'closed' });
    expect(await officers.budget('institutions')).toMatchObject({ paidFen: yuan(600_000) });
  } finally {
    process.kill(stage.pidOf('awards'), 'SIGCONT');
  }
  await stage.settled();
});

it('what was left out comes with the next run, and what that could not pay with the one after', async () => {
  await stage.treasuryDoes({ rules: [{ payeeUscc: USCC.university, plan: { does: 'reject' } }] });
  expect(await payAll('R2')).toMatchObject({ lines: 1, issuedFen: yuan(300_000) });
  const [rejected] = await stage.settledOrders(USCC.university, 1);
  expect(rejected).toMatchObject({ id: `R2-${USCC.university}`, state: 'rejected' });
  expect(await officers.post('ann', '/v1/runs/R2/close')).toMatchObject({
    status: 409,
    answer: { detail: expect.stringContaining('paid, or rejected or returned and released') },
  });
  await stage.post(`/v1/orders/${rejected?.id}/release`, { reason: '已更正账户' });
  expect(await officers.step('ann', 'R2', 'close')).toMatchObject({ state: 'closed' });
  expect(await officers.budget('institutions')).toMatchObject({ orderedFen: yuan(600_000) });
  await stage.treasuryDoes({});
  expect(await payAll('R3')).toMatchObject({ lines: 1, issuedFen: yuan(300_000) });
  const orders = () => stage.orders(USCC.university);
  await stage.until(async () => (await orders()).some(({ state }) => state === 'paid'), 'payment');
  expect((await orders()).at(-1)).toMatchObject({ id: `R3-${USCC.university}`, replaces: rejected?.id });
});

async function payAll(run: string): Promise<unknown> {
  await officers.draft(run, 'institutions');
  await officers.step('ann', run, 'publish');
  await officers.step('chen', run, 'approve');
  return officers.step('chen', run, 'issue');
}

it('every fen is accounted for', async () => {
  expect(await whatIsWrong(stage)).toMatchObject({ wrong: [] });
  for (const uscc of Object.values(USCC)) {
    const sums = sumsOf(await journalEntriesOf(stage, uscc));
    expect(gapOf(sums)).toBe(0);
    expect(sums).toMatchObject({ reserved: 0, underWay: 0, open: 0 });
  }
});
