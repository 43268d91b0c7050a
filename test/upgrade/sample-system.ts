import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, headers, nkeyAuthenticator } from '@nats-io/transport-node';
import { contract, decision, type Item, PARTY, party, recognition, USCC, usage, yuan } from '../e2e/items.ts';
import { Officers } from '../e2e/officers.ts';
import type { Stage } from '../e2e/stage.ts';

const DEMONSTRATION = join(import.meta.dirname, '../../deploy/demo');
const ACCOUNT = {
  accountName: PARTY.optics.name,
  accountNo: '6222021702000001234',
  bankName: '中国工商银行郑州分行',
  bankCode: '102491002010',
  document: '来函〔2019〕1号',
};
/** For actions without a document. */
const NO_PAPER = { document: undefined };
const DECIDED_LATER = { signedOn: '2020-01-02', registeredOn: '2020-01-02' };

/**
 * Brings a system to a state in which every collection holds documents of every kind: facts in several revisions,
 * orders in every state, payment runs, recoveries, accounts of payees, reconciliations, a past suspension, dead
 * letters, and at last an outbox whose events could not be published. Facts with the subjects of test/e2e are added to
 * those of the demonstration.
 */
export async function makeSample(stage: Stage): Promise<void> {
  const officers = await Officers.of(stage);
  await stage.send(...(await demonstrationFacts()));
  await stage.settled();
  await stage.send(decision('S-decision', { scope: { year: 2021 } }), withdrawn('S-decision'));
  await ordersOfEveryState(stage, officers);
  await recoveries(stage, officers);
  await runs(stage, officers);
  await suspension(stage, officers);
  await deadLetters(stage);
  await unpublished(stage);
}

function withdrawn(id: string): Item {
  return decision(id, { scope: { year: 2021 }, status: 'withdrawn' }, 2);
}

async function demonstrationFacts(): Promise<Item[]> {
  const files = (await readdir(DEMONSTRATION)).filter((name) => name.endsWith('.ndjson')).sort();
  return files.flatMap((name) =>
    readFileSync(join(DEMONSTRATION, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line)),
  );
}

/** Paid with and without an account, rejected and released, rejected and waiting, contradicted, and never answered. */
async function ordersOfEveryState(stage: Stage, officers: Officers): Promise<void> {
  await stage.send(party(USCC.optics, PARTY.optics.name, null), contract(901, {}));
  await stage.settledOrders(USCC.optics, 1);
  await officers.do('ann', `/v1/payees/${USCC.optics}/propose`, ACCOUNT);
  await officers.do('chen', `/v1/payees/${USCC.optics}/confirm`, { ...NO_PAPER, number: 1 });
  await officers.do('ann', `/v1/payees/${USCC.optics}/propose`, {
    ...ACCOUNT,
    accountNo: '6222021702000005678',
  });
  const plan = { does: 'reject', reason: '户名不符' };
  await stage.treasuryDoes({ rules: [USCC.lab, USCC.materials].map((payeeUscc) => ({ payeeUscc, plan })) });
  await stage.send(contract(902, { buyer: PARTY.lab }), contract(903, { buyer: PARTY.materials }));
  const [rejected] = await stage.settledOrders(USCC.lab, 1);
  await stage.settledOrders(USCC.materials, 1);
  await stage.treasuryDoes({ rules: [{ payeeUscc: USCC.broker, plan: { does: 'silent' } }] });
  await stage.post(`/v1/orders/${rejected?.id}/release`, { reason: '已更正' });
  await stage.settledOrders(USCC.lab, 2);
  await stage.reportStatus(rejected?.id ?? '', 'paid');
  await stage.send(contract(904, { buyer: PARTY.broker }));
  await stage.until(
    async () => (await stage.orders(USCC.broker)).length === 1,
    'an order that is not answered',
  );
}

/** One recovery that is demanded and partly returned. */
async function recoveries(stage: Stage, officers: Officers): Promise<void> {
  await stage.send(contract(901, { technologyAmountFen: yuan(300_000) }, 2));
  await stage.settled();
  const demand = { entity: USCC.optics, dueOn: '2030-01-31', reason: '合同变更，第五条' };
  const { id } = await officers.do('bo', '/v1/recoveries', demand);
  await officers.do('bureau', `/v1/recoveries/${id}/receipts`, { id: 'bank-1', amountFen: yuan(50_000) });
}

/** One payment run that is paid and closed, and one under public notice (公示) with an objection against it. */
async function runs(stage: Stage, officers: Officers): Promise<void> {
  await officers.appropriate('institutions', yuan(90_000_000));
  await officers.draft('S-1', 'institutions');
  await officers.step('ann', 'S-1', 'publish');
  await officers.step('chen', 'S-1', 'approve');
  await officers.step('ann', 'S-1', 'issue');
  await stage.until(async () => {
    const orders = (await stage.allOrders()).filter(({ id }) => id.startsWith('S-1-'));
    return orders.length > 0 && orders.every(({ state }) => ['paid', 'sent', 'accepted'].includes(state));
  }, 'the run to be paid');
  const recognised = [USCC.lab, USCC.university];
  await stage.send(...recognised.map((uscc) => recognition(`S-${uscc}`, { uscc })));
  await stage.settled();
  await officers.draft('S-2', 'institutions');
  await officers.step('ann', 'S-2', 'publish');
  const objection = { entity: USCC.lab, reason: '异议' };
  await officers.do('ann', '/v1/runs/S-2/objections', objection);
}

/** Ordering is suspended, a contract waits for its order, and a statement of the treasury ends it. */
async function suspension(stage: Stage, officers: Officers): Promise<void> {
  await officers.do('bo', '/v1/ordering/suspend', { ...NO_PAPER, reason: '演练' });
  await stage.send(contract(905, { buyer: PARTY.materials, ...DECIDED_LATER }));
  await stage.settled();
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const lines = await stage.treasuryStatement(day);
  const withoutLast = lines.trimEnd().split('\r\n').slice(0, -1).join('\r\n');
  await reconcile(stage, day, `${withoutLast}\r\n`);
  const statement = await reconcile(stage, day, lines);
  await officers.do('chen', '/v1/ordering/resume', { ...NO_PAPER, statement });
  await stage.settledOrders(USCC.materials, 2);
}

async function reconcile(stage: Stage, day: string, body: string): Promise<string> {
  const path = `/v1/treasury/statements?day=${day}&file=statement.csv`;
  const request = { method: 'POST', headers: { 'content-type': 'text/csv' }, body };
  const response = await stage.request(path, request);
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { statement: { id: string } }).statement.id;
}

/** A message that nobody can read, published under the name of a service that may publish there. */
async function deadLetters(stage: Stage): Promise<void> {
  await publish(stage, 'contracts', 'duixian.facts.contracts.contract');
  await publish(stage, 'awards', 'duixian.entitlements.changed');
  await stage.until(async () => {
    const { deadLetters: letters } = await stage.get('/v1/dead-letters?limit=1000');
    return letters.length >= 2;
  }, 'two dead letters');
}

async function publish(stage: Stage, service: string, subject: string): Promise<void> {
  const seed = readFileSync(join(stage.system.folder.secrets, service, 'nats.seed'));
  const connection = await connect({
    servers: `nats://${stage.addressOf('nats')}`,
    authenticator: nkeyAuthenticator(seed),
    inboxPrefix: `_INBOX_${service}`,
  });
  const carrier = headers();
  carrier.set('ce-subject', 'unreadable');
  connection.publish(subject, new TextEncoder().encode('not protobuf'), { headers: carrier });
  await connection.drain();
}

/** The NATS server is stopped, so that the events of newly recorded facts wait in the outbox. */
async function unpublished(stage: Stage): Promise<void> {
  process.kill(stage.pidOf('nats-server'), 'SIGSTOP');
  await stage.send(contract(906, { buyer: PARTY.materials, ...DECIDED_LATER }), recognition('S-last', {}));
  await stage.send(usage('S-usage', {}));
}
