import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PARTY, party, recognition, USCC, yuan } from './items.ts';
import { gapOf, journalEntriesOf, sumsOf } from './money.ts';
import { Officers, type Person } from './officers.ts';
import { type ProgrammesFile, writeProgrammes } from './programmes.ts';
import { Stage } from './stage.ts';

let file: ProgrammesFile;
let stage: Stage;
let officers: Officers;
const { lab, broker } = PARTY;
const OF_LAB = '6222021702000001234';
const OF_BROKER = '6222021702000005678';
const BANK = { bankName: '中国工商银行郑州分行', bankCode: '102491002010' };

/**
 * Two institutions that are due 300,000 yuan each by a run; nothing is paid into an account that nobody
 * confirmed.
 */
beforeAll(async () => {
  file = await writeProgrammes();
  stage = await Stage.open({ programmesFile: file.path, needsPayee: true });
  officers = await Officers.of(stage);
  await stage.treasuryDoes({ plan: { does: 'accept' } });
  await stage.send(...[lab, broker].map(({ uscc, name }) => party(uscc, name, null)));
  await stage.send(...[lab, broker].map(({ uscc }) => recognition(`S-${uscc}`, { uscc })));
  await stage.settled();
  await officers.appropriate('institutions', yuan(600_000));
}, 120_000);

afterAll(async () => {
  await stage.close();
  await file.remove();
});

async function confirm(who: typeof lab, accountNo: string, confirmer: Person): Promise<void> {
  const payee = `/v1/payees/${who.uscc}`;
  const account = { accountName: who.name, accountNo, ...BANK };
  const { waiting } = await officers.do('ann', `${payee}/propose`, account);
  await officers.do(confirmer, `${payee}/confirm`, { number: waiting.number, document: undefined });
}

const holdsOf = async ({ uscc }: typeof lab) => (await stage.payables(uscc)).map(({ holds }) => holds);

it('an entity waits for an account that one person proposes and another confirms, and says so', async () => {
  expect(await holdsOf(lab)).toEqual([['no-payee', 'waits-for-run']]);
  await confirm(lab, OF_LAB, 'bo');
  expect(await holdsOf(lab)).toEqual([['waits-for-run']]);
  expect(await holdsOf(broker)).toEqual([['no-payee', 'waits-for-run']]);
});

it('who confirmed an account does not approve the run that pays into it; another person does', async () => {
  await officers.draft('R1', 'institutions');
  expect(await officers.step('ann', 'R1', 'publish')).toMatchObject({ publishedFen: yuan(600_000) });
  expect(await officers.post('bo', '/v1/runs/R1/approve')).toMatchObject({
    status: 409,
    answer: {
      detail: expect.stringMatching(/confirmed the account of one of its payees.*another person has to/),
    },
  });
  expect(await officers.step('chen', 'R1', 'approve')).toMatchObject({
    state: 'approved',
    approvedFen: yuan(300_000),
    linesOut: 1,
  });
});

it('an entity without an account is out of the run, with the reason, and its money is open again', async () => {
  expect(await officers.line('R1', broker.uscc)).toMatchObject({ out: 'no-payee', amounts: [] });
  expect(await stage.payables(broker.uscc)).toMatchObject([{ reservedFen: 0, openFen: yuan(300_000) }]);
  expect(await officers.line('R1', lab.uscc)).toMatchObject({ out: null, approvedFen: yuan(300_000) });
});

const orderOfLab = () => officers.ask('bureau', `/v1/orders/R1-${lab.uscc}`);
const atTreasury = async () => (await stage.treasuryOrders()).filter(({ entity }) => entity === lab.uscc);

it('the order carries the account as of issue, and a later change does not touch it', async () => {
  await officers.step('ann', 'R1', 'issue');
  await stage.until(async () => (await orderOfLab()).answer.state === 'accepted', 'the treasury to have it');
  const asOfIssue = { payeeName: lab.name, payeeAccountNo: OF_LAB };
  expect((await orderOfLab()).answer).toMatchObject({ ...asOfIssue, payeeBankName: BANK.bankName });
  expect(await atTreasury()).toMatchObject([{ amountFen: yuan(300_000), ...asOfIssue }]);

  await confirm(lab, '6222021702000009999', 'chen');
  await stage.reportStatus(`R1-${lab.uscc}`, 'paid');
  expect((await orderOfLab()).answer).toMatchObject({ ...asOfIssue, state: 'paid' });
  expect(await atTreasury()).toMatchObject([{ ...asOfIssue, timesContradicted: 0 }]);
  expect(await officers.step('ann', 'R1', 'close')).toMatchObject({ state: 'closed' });
});

it('an account that the approver confirmed after publication is left out; with another approver it is paid', async () => {
  for (const [run, approver] of [
    ['R2', 'chen'],
    ['R3', 'bo'],
  ] as const) {
    await officers.draft(run, 'institutions');
    await officers.step('ann', run, 'publish');
    if (run === 'R2') await confirm(broker, OF_BROKER, 'chen');
    await officers.step(approver, run, 'approve');
  }
  expect(await officers.line('R2', broker.uscc)).toMatchObject({ out: 'payee-confirmed-by-approver' });
  await officers.step('ann', 'R3', 'issue');
  expect((await officers.ask('bureau', `/v1/orders/R3-${broker.uscc}`)).answer).toMatchObject({
    payeeAccountNo: OF_BROKER,
    amountFen: yuan(300_000),
  });
});

it('every fen is accounted for', async () => {
  for (const uscc of [USCC.lab, USCC.broker])
    expect(gapOf(sumsOf(await journalEntriesOf(stage, uscc)))).toBe(0);
});
