import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { decisionsV1, policyV1 } from '@duixian/proto';
import { grpcChannel, grpcClient, sendingKey, startGrpcServer } from '@duixian/runtime';
import { sha256Hex } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { open, POLICY, type Readings } from './awards-for-tests.ts';
import { OTHERS } from './policy-for-tests.ts';

const LI = { person: 'li', key: 'li-key', machine: false, scopes: ['prepare'] };
const WANG = { person: 'wang', key: 'wang-key', machine: false, scopes: ['approve'] };

let servers: ServersForTests;
let parts: Awaited<ReturnType<ServersForTests['open']>>;

beforeAll(async () => {
  servers = await openServersForTests('repeated-awards');
  parts = await servers.open();
}, 120_000);
afterAll(() => servers.close());

/** A process on the same database as those before it. */
async function start(readings: Readings = {}) {
  const awards = await open(servers.nats, parts.database, readings, { background: false });
  const server = await startGrpcServer('127.0.0.1:0', awards.grpc, servers.log);
  const channel = grpcChannel(server.address);
  const stop = async () => {
    channel.close();
    await server.stop();
    await awards.stop();
  };
  return {
    decisions: grpcClient(decisionsV1.DecisionServiceClient, channel),
    policies: grpcClient(policyV1.PolicyServiceClient, channel),
    stop,
  };
}

function under<Result>(key: string, content: string, work: () => Result): Result {
  return sendingKey({ key: `Key1/${key}`, hash: sha256Hex(content) }, work);
}

/** The same from the process that did it and from another one; other content is refused. */
async function twice<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
  const first = await under(key, key, ask);
  expect(await under(key, key, ask)).toEqual(first);
  await expect(under(key, 'other', ask)).rejects.toThrow(/idempotency-conflict: /);
  return first;
}

it('a decision is proposed and confirmed once, and a rejection is answered as before', async () => {
  const { decisions, stop } = await start();
  const scope = { factType: '', factSubject: '', entity: '', year: 2019 };
  const decided = { decidedBy: '示例处', decidedOn: '2020-03-01', amountFen: undefined };
  const value = { policy: POLICY, provision: 'sharing-user', rate: '0.2', scope, ...decided };
  const draft = { id: '', documentNo: '示例', reason: '示例', what: { $case: 'terms', value } } as const;
  const sealed = async (of: decisionsV1.PreviewDecisionRequest['of']) => {
    const { key } = await decisions.previewDecision({ of });
    return (await decisions.sealPreview({ key, orders: [], waiting: '' })).digest;
  };
  const preview = await sealed({ $case: 'draft', value: draft });
  const change = (id: string, actor: typeof LI, act: decisionsV1.ChangeDecisionRequest['act']) =>
    decisions.changeDecision({ id, actor, act });
  const proposed = await twice('propose', () =>
    change('', LI, { $case: 'propose', value: { draft, preview } }),
  );
  const id = proposed.decision?.id ?? '';
  const shown = await sealed({ $case: 'waiting', value: id });
  const confirmation = { number: 1n, preview: shown, previewNow: shown, mayGrowFen: 0n };
  const confirmed = await twice('confirm', () => change(id, WANG, { $case: 'confirm', value: confirmation }));
  expect(confirmed).toMatchObject({ isNew: true });
  const { decision } = await decisions.getDecision({ id });
  expect(decision?.acts.map(({ event }) => event)).toEqual(['confirm', 'propose']);
  const another = { ...draft, reason: '另一' };
  const seen = await sealed({ $case: 'draft', value: another });
  const next = await change('', LI, { $case: 'propose', value: { draft: another, preview: seen } });
  const reject = { $case: 'reject', value: { number: 1n, reason: '撤回' } } as const;
  await twice('reject', () => change(next.decision?.id ?? '', LI, reject));
  await stop();
});

it('a policy is put in force once, and who asks again gets what was applied', async () => {
  await (await start()).stop();
  const { policies, stop } = await start(OTHERS);
  const plan = async () => {
    let digest = '';
    for await (const { said } of policies.planPolicy({}))
      if (said?.$case === 'plan') digest = said.value.digest;
    return digest;
  };
  const digest = await plan();
  await twice('propose-plan', () => policies.proposePolicy({ actor: LI, plan: digest, documentNo: '示例' }));
  await twice('reject-plan', () => policies.rejectPolicy({ actor: LI, plan: digest, reason: '示例' }));
  await policies.proposePolicy({ actor: LI, plan: await plan(), documentNo: '示例' });
  const apply = async () => {
    const answers: policyV1.ApplyPolicyResponse[] = [];
    for await (const answer of policies.applyPolicy({ actor: WANG, plan: digest })) answers.push(answer);
    return answers;
  };
  const [applied, ...more] = await twice('apply', apply);
  expect(applied).toMatchObject({ said: { $case: 'applied', value: { isNew: true } } });
  expect(more).toEqual([]);
  const { acts } = await policies.listPolicyActs({ before: 0n, limit: 0 });
  expect(acts.map(({ event }) => event).slice(0, 4)).toEqual(['applied', 'proposed', 'rejected', 'proposed']);
  await stop();
});
