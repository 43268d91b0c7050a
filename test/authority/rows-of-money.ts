import {
  type awardsV1,
  type budgetsV1,
  type decisionsV1,
  type disbursementV1,
  type foretellingV1,
  type orderingV1,
  type policyV1,
  reconciliationV1,
  type recoveriesV1,
  type runsV1,
  type settingsV1,
  type workV1,
} from '@duixian/proto';
import { expect } from '@jest/globals';
import { PARTY, USCC, yuan } from '../e2e/items.ts';
import { FISCAL_YEAR } from '../e2e/officers.ts';
import { ANOTHER_PERSON, DONE, LU, PAPER, type Rows } from './rows.ts';
import { orderOf } from './scene.ts';

// What is owed, and what is paid of it: what a single person tries with each RPC.

const BY = { by: LU.person, document: PAPER };
const DIGEST = '0'.repeat(64);
const TODAY = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export const AWARDS: Rows<awardsV1.AwardsServiceClient> = {
  ...{ listAccounts: 'reads', explainAccount: 'reads', explainAccounts: 'reads', listNoClaims: 'reads' },
  ...{ listClaims: 'reads', listUndecided: 'reads', summariseUndecided: 'reads', getDigest: 'reads' },
  ...{ getPolicy: 'reads', getFingerprints: 'reads', exportResult: 'reads' },
};

const DRAFT: decisionsV1.DecisionDraft = {
  ...{ id: '', documentNo: PAPER, reason: '示例' },
  what: {
    $case: 'terms',
    value: {
      ...{ policy: 'zhengzhou-2017-61', provision: 'sharing-user', decidedBy: '示例处', decidedOn: '' },
      ...{ scope: { factType: '', factSubject: '', entity: USCC.lab, year: 2019 }, rate: '0.3' },
    },
  },
};

export const DECISIONS: Rows<decisionsV1.DecisionServiceClient> = {
  ...{ listDecisions: 'reads', getDecision: 'reads' },
  async previewDecision(ask, scene) {
    const { why, answer } = await ask({ of: { $case: 'draft', value: DRAFT } });
    expect(why).toBe(DONE);
    scene.preview = answer?.key ?? '';
  },
  async sealPreview(ask, scene) {
    const { why, answer } = await ask({ key: scene.preview, orders: [], waiting: '' });
    expect(why).toBe(DONE);
    scene.preview = answer?.digest ?? '';
  },
  async changeDecision(ask, { preview, waitingDecision }) {
    const proposed = await ask({
      id: '',
      actor: LU,
      act: { $case: 'propose', value: { draft: DRAFT, preview } },
    });
    expect(proposed.why).toBe(DONE);
    const id = proposed.answer?.decision?.id ?? '';
    const value = { number: 1n, preview, previewNow: preview, mayGrowFen: 0n };
    const act = { $case: 'confirm', value } as const;
    expect((await ask({ id, actor: LU, act })).why).toMatch(ANOTHER_PERSON);
    const machine = { ...LU, person: 'bot', machine: true };
    expect((await ask({ id: waitingDecision, actor: machine, act })).why).toMatch(/is a machine/);
  },
};

export const POLICY: Rows<policyV1.PolicyServiceClient> = {
  ...{ planPolicy: 'reads', listPolicyActs: 'reads' },
  async sealPlan(ask) {
    const money = { orderedFen: 0n, recoverableFen: 0n, groups: [], lackingBudgets: [] };
    expect((await ask({ plan: DIGEST, plannedAt: new Date().toISOString(), money })).why).not.toBe(DONE);
  },
  async proposePolicy(ask) {
    expect((await ask({ actor: LU, plan: DIGEST, documentNo: PAPER })).why).not.toBe(DONE);
  },
  async rejectPolicy(ask) {
    expect((await ask({ actor: LU, plan: DIGEST, reason: '示例' })).why).not.toBe(DONE);
  },
  applyPolicy: 'reads',
};

export const DISBURSEMENT: Rows<disbursementV1.DisbursementServiceClient> = {
  ...{ listPayables: 'reads', getFingerprint: 'reads', listOrders: 'reads', getOrder: 'reads' },
  ...{ getOrders: 'reads', listMovements: 'reads', readMovements: 'reads', getPayee: 'reads' },
  ...{ listPayees: 'reads', writePayeeTable: 'reads' },
  /** As if the treasury had reported that a payment came back, and that it did not pay what it paid. */
  async recordStatus(ask) {
    const report = (uscc: string, state: disbursementV1.OrderState) =>
      ask({ id: orderOf(uscc), state, reason: '', reference: '', by: LU.person });
    expect((await report(USCC.optics, 'ORDER_STATE_RETURNED')).answer?.effect).toBe('STATUS_EFFECT_RECORDED');
    expect((await report(USCC.lab, 'ORDER_STATE_REJECTED')).answer?.effect).toBe(
      'STATUS_EFFECT_CONTRADICTION',
    );
  },
  async resolveOrder(ask) {
    const { why } = await ask({ id: orderOf(USCC.lab), state: 'ORDER_STATE_REJECTED', ...BY });
    expect(why).toMatch(ANOTHER_PERSON);
  },
  async releaseOrder(ask) {
    const { why } = await ask({ id: orderOf(USCC.optics), by: LU.person, reason: '示例' });
    expect(why).toMatch(ANOTHER_PERSON);
  },
  async changePayee(ask) {
    const change = (act: disbursementV1.ChangePayeeRequest['act'], more = {}) =>
      ask({ entity: USCC.optics, by: LU.person, because: PAPER, sharedBecause: '', act, ...more });
    const account = { accountNo: '6222021702000001234', bankName: '示例银行', bankCode: '102491002010' };
    expect(
      (await change({ $case: 'propose', value: { accountName: PARTY.optics.name, ...account } })).why,
    ).toBe(DONE);
    expect((await change({ $case: 'confirm', value: 1 })).why).toMatch(ANOTHER_PERSON);
  },
};

/** Available money does not pay anything by itself: what is paid was agreed to. */
export const BUDGETS: Rows<budgetsV1.BudgetServiceClient> = {
  ...{ listBudgets: 'reads', listProgrammes: 'reads' },
  async appropriate(ask) {
    const more = {
      fiscalYear: FISCAL_YEAR,
      programme: 'institutions',
      appropriatedFen: BigInt(yuan(900_000)),
    };
    expect((await ask({ ...more, ...BY, document: '示例〔2026〕2号' })).why).toBe(DONE);
  },
};

export const RUNS: Rows<runsV1.RunServiceClient> = {
  ...{ getRun: 'reads', listRuns: 'reads', listRunLines: 'reads' },
  ...{ writePublication: 'reads', writeArchive: 'reads' },
  async draftRun(ask, { officers }) {
    const filter = { groups: [], years: [], smallestFen: 0n };
    const run = { id: 'LU', title: '示例', programme: 'institutions', ...filter };
    expect((await ask({ ...run, ...BY })).why).toBe(DONE);
    await officers.worked('LU');
  },
  async stepRun(ask, { officers }) {
    expect((await ask({ id: 'LU', step: 'RUN_STEP_PUBLISH', ...BY })).why).toBe(DONE);
    await officers.worked('LU');
    expect((await ask({ id: 'LU', step: 'RUN_STEP_APPROVE', ...BY })).why).toMatch(ANOTHER_PERSON);
    expect((await ask({ id: 'LU', step: 'RUN_STEP_ISSUE', ...BY })).why).toMatch(
      /another person approves it/,
    );
  },
  async changeLine(ask) {
    const line = { run: 'LU', entity: USCC.broker, ...BY, reason: '示例' };
    expect((await ask({ ...line, change: 'CHANGE_OBJECT' })).why).toBe(DONE);
    for (const change of ['CHANGE_UPHOLD', 'CHANGE_DISMISS'] as const)
      expect((await ask({ ...line, change })).why).toMatch(ANOTHER_PERSON);
  },
};

export const RECOVERIES: Rows<recoveriesV1.RecoveryServiceClient> = {
  ...{ listRecoveries: 'reads', getRecovery: 'reads', getTransfer: 'reads', writeDemandLetter: 'reads' },
  async demand(ask, scene) {
    const demand = { entity: USCC.materials, dueOn: `${FISCAL_YEAR + 1}-01-31`, reason: '第十七条' };
    const { why, answer } = await ask({ ...demand, ...BY });
    expect(why).toBe(DONE);
    scene.demand = answer?.recovery?.id ?? '';
  },
  async receive(ask, { demand }) {
    expect((await ask({ recovery: demand, id: 'LU-B1', fen: 100n, ...BY })).why).toMatch(ANOTHER_PERSON);
  },
  async receiveTransfer(ask, { demand }) {
    const parts = [{ recovery: demand, fen: 100n }];
    expect((await ask({ id: 'LU-B2', amountFen: 100n, parts, ...BY })).why).toMatch(ANOTHER_PERSON);
  },
  async writeOff(ask, { demand }) {
    expect((await ask({ recovery: demand, ...BY })).why).toMatch(ANOTHER_PERSON);
  },
};

export const SETTINGS: Rows<settingsV1.SettingsServiceClient> = {
  getSettings: 'reads',
  async changeSettings(ask) {
    for (const step of ['STEP_PROPOSE', 'STEP_APPLY'] as const)
      expect((await ask({ actor: LU, digest: DIGEST, step, because: PAPER })).why).not.toBe(DONE);
  },
};

export const FORETELLING: Rows<foretellingV1.ForetellingServiceClient> = { foretellOrders: 'reads' };
export const WORK: Rows<workV1.WorkServiceClient> = { summariseWork: 'reads', listWork: 'reads' };

function statement(orderId: string, payeeName: string): reconciliationV1.ReconcileRequest[] {
  const payee = { payeeName, payeeAccountNo: '', amountFen: BigInt(yuan(200_000)), voucherNo: 'ZF-1' };
  const lines = [{ orderId, ...payee, state: 'STATEMENT_STATE_PAID' as const }];
  const head = { day: TODAY, fileName: 'lu.csv', sha256: DIGEST, by: LU.person, anew: true, lines: 1 };
  return [{ part: { $case: 'head', value: head } }, { part: { $case: 'lines', value: { lines } } }];
}

export const RECONCILIATIONS: Rows<reconciliationV1.ReconciliationServiceClient> = {
  ...{ getReconciliation: 'reads', listReconciliations: 'reads' },
  /** A statement claims that the treasury paid an order that nobody made. */
  async reconcile(ask, scene) {
    const madeUp = statement(`${USCC.optics}-2019-import-technology-9`, PARTY.optics.name);
    const { why, answer } = await ask(madeUp);
    expect(why).toBe(DONE);
    scene.statement = answer?.reconciliation?.id ?? '';
  },
  async adoptMissing(ask, { statement }) {
    expect((await ask({ id: statement, by: LU.person })).why).toMatch(ANOTHER_PERSON);
  },
};

/** Last, because nothing is ordered afterwards. */
export const ORDERING: Rows<orderingV1.OrderingServiceClient> = {
  getOrdering: 'reads',
  async suspendOrdering(ask) {
    expect((await ask({ by: LU.person, because: '示例', since: '' })).why).toBe(DONE);
  },
  async resumeOrdering(ask, scene) {
    const { reconcile } = scene.client('disbursement', reconciliationV1.ReconciliationServiceClient);
    const { reconciliation } = await reconcile(statement(orderOf(USCC.materials), PARTY.materials.name));
    const resumption = { reconciliationId: reconciliation?.id ?? '', confirmedDays: [TODAY] };
    expect((await ask({ by: LU.person, ...resumption })).why).toMatch(ANOTHER_PERSON);
  },
};
