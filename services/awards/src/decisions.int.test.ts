import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { decisionsV1, registerV1 } from '@duixian/proto';
import { grpcChannel, grpcClient } from '@duixian/runtime';
import { type ServiceProcess, startProcess } from '@duixian/service/process-for-tests';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { POLICY } from './awards-for-tests.ts';

/** How long after the request; a transaction that is open then blocks others for ten seconds. */
const KILLED_AFTER_MS = [8, 0, 40].slice(0, numbersOf('kills').instants);
const actor = (person: string, ...scopes: string[]) => ({
  person,
  key: `${person}-key`,
  machine: false,
  scopes,
});
const LI = actor('li', 'prepare');
const SUN = actor('sun', 'prepare', 'approve');
const WANG = actor('wang', 'approve');
const ROBOT = { ...actor('robot', 'approve'), machine: true };

let servers: TestInfrastructure;
let awards: ServiceProcess;
let clients: ReturnType<typeof connect>;

function connect(address: string) {
  const channel = grpcChannel(address);
  return {
    decisions: grpcClient(decisionsV1.DecisionServiceClient, channel),
    register: grpcClient(registerV1.RegisterServiceClient, channel),
    close: () => channel.close(),
  };
}

async function start(): Promise<void> {
  awards = await startProcess(join(import.meta.dirname, '..'), servers);
  clients = connect(awards.address);
}

async function end(signal: NodeJS.Signals): Promise<void> {
  clients.close();
  await awards.end(signal);
}

beforeAll(async () => {
  servers = await startTestInfrastructure();
  await start();
}, 120_000);

afterAll(async () => {
  await end('SIGTERM');
  await servers.stop();
});

function draft(year: number, rate = '0.2', id = ''): decisionsV1.DecisionDraft {
  const value = {
    ...{ policy: POLICY, provision: 'sharing-user', rate, amountFen: undefined },
    scope: { factType: '', factSubject: '', entity: '', year },
    ...{ decidedBy: '示例处', decidedOn: '2020-03-01' },
  };
  return { id, documentNo: '示例〔2020〕2号', reason: '示例', what: { $case: 'terms', value } };
}

async function sealed(of: decisionsV1.PreviewDecisionRequest['of'], fen = 0n): Promise<string> {
  const { key } = await clients.decisions.previewDecision({ of });
  const orders = fen > 0n ? [{ entity: '91410100170051134L', year: 2019, group: 'sharing', fen }] : [];
  return (await clients.decisions.sealPreview({ key, orders, waiting: '' })).digest;
}

async function propose(value: decisionsV1.DecisionDraft, by = LI): Promise<decisionsV1.Decision> {
  const preview = await sealed({ $case: 'draft', value });
  const act = { $case: 'propose', value: { draft: value, preview } } as const;
  const { decision } = await clients.decisions.changeDecision({ id: '', actor: by, act });
  if (!decision) throw new Error('a decision is answered');
  return decision;
}

async function confirm(id: string, by = WANG, number = 1n): Promise<decisionsV1.ChangeDecisionResponse> {
  const { decision } = await clients.decisions.getDecision({ id });
  const preview = decision?.waiting ? await sealed({ $case: 'waiting', value: id }) : '';
  const value = { number, preview, previewNow: preview, mayGrowFen: 0n };
  return clients.decisions.changeDecision({ id, actor: by, act: { $case: 'confirm', value } });
}

function recorded(subject: string) {
  const asked = { type: 'duixian.decision.v1', subject, historyAfter: 0n, historyLimit: 10 };
  return clients.register.getThing(asked).then(
    ({ thing: record }) => record?.current?.revision,
    () => undefined,
  );
}

async function untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 5) throw error;
      await sleep(200);
    }
  }
}

it('is recorded when another person confirms it; never by a machine, its proposer or without the role', async () => {
  const { id } = await propose(draft(2019), SUN);
  for (const [by, why] of [
    [ROBOT, /machine/],
    [SUN, /same-person/],
    [LI, /lacks-role/],
  ] as const)
    await expect(confirm(id, by)).rejects.toThrow(why);
  expect(await recorded(id)).toBeUndefined();
  expect((await confirm(id)).isNew).toBe(true);
  expect(await recorded(id)).toBe(1n);
  await expect(propose(draft(2019), WANG)).rejects.toThrow(/lacks-role/);
});

it('two who confirm at the same instant record it once', async () => {
  const { id } = await propose(draft(2018));
  const answers = await Promise.all([confirm(id), confirm(id, SUN), confirm(id)]);
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  const { decision } = await clients.decisions.getDecision({ id });
  expect(decision?.acts.map(({ event }) => event)).toEqual(['confirm', 'propose']);
  expect(await recorded(id)).toBe(1n);
});

it('the same put forward again by the same person waits once, also at the same instant', async () => {
  const value = draft(2014);
  const preview = await sealed({ $case: 'draft', value });
  const act = { $case: 'propose', value: { draft: value, preview } } as const;
  const ask = (by = LI) => clients.decisions.changeDecision({ id: '', actor: by, act });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const ids = new Set(answers.map(({ decision }) => decision?.id));
  expect(ids.size).toBe(1);
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect((await ask()).isNew).toBe(false);
  expect((await ask(SUN)).isNew).toBe(true);
  const [id = ''] = ids;
  await confirm(id);
  expect((await ask()).isNew).toBe(true);
});

it('ids grow, so that the later of two wins, and one that would decide nothing is refused', async () => {
  const first = await propose(draft(2017, '0.1'));
  const second = await propose(draft(2017, '0.2'));
  expect(second.id > first.id).toBe(true);
  await confirm(second.id);
  // Before awards has received the second one, and afterwards.
  await expect(confirm(first.id)).rejects.toThrow(new RegExp(`beaten: .*${second.id}`));
  await sleep(1_000);
  await expect(confirm(first.id)).rejects.toThrow(new RegExp(`beaten: .*${second.id}`));
  const bad = draft(2017, '0.9');
  await expect(propose(bad)).rejects.toThrow(/data\.rate: rate must be from 0\.1 to 0\.3/);
});

it('a change names what it was proposed on: one that was overtaken is refused, and so is another preview', async () => {
  const { id } = await propose(draft(2016));
  await confirm(id);
  const change = draft(2016, '0.25', id);
  const preview = await sealed({ $case: 'draft', value: draft(2016, '0.15', id) });
  const act = { $case: 'propose', value: { draft: change, preview } } as const;
  await expect(clients.decisions.changeDecision({ id, actor: LI, act })).rejects.toThrow(/not-previewed/);
  await propose(change);
  const less = await sealed({ $case: 'waiting', value: id }, 5n);
  const more = await sealed({ $case: 'waiting', value: id }, 7n);
  const ask = (mayGrowFen: bigint, shown = less, previewNow = more) => {
    const value = { number: 2n, preview: shown, previewNow, mayGrowFen };
    return clients.decisions.changeDecision({ id, actor: WANG, act: { $case: 'confirm', value } });
  };
  await expect(ask(1n)).rejects.toThrow(/moved: .*0\.02 yuan more/);
  expect((await ask(0n, more, less)).isNew).toBe(true);
  expect(await recorded(id)).toBe(2n);
});

it('has confirmed all of it or nothing when it is killed in the midst', async () => {
  for (const [round, afterMs] of KILLED_AFTER_MS.entries()) {
    const { id } = await untilAnswered(() => propose(draft(2000 + round)));
    const preview = await sealed({ $case: 'waiting', value: id });
    const value = { number: 1n, preview, previewNow: preview, mayGrowFen: 0n };
    const answer = clients.decisions
      .changeDecision({ id, actor: WANG, act: { $case: 'confirm', value } })
      .then(
        () => true,
        () => false,
      );
    await sleep(afterMs);
    await end('SIGKILL');
    const wasAnswered = await answer;
    await start();
    const { decision } = await clients.decisions.getDecision({ id });
    const isDone = decision?.confirmed === 1n;
    expect(await recorded(id)).toBe(isDone ? 1n : undefined);
    expect(decision?.acts.map(({ event }) => event)).toEqual(isDone ? ['confirm', 'propose'] : ['propose']);
    if (wasAnswered) expect(isDone).toBe(true);
    await untilAnswered(() => confirm(id));
    expect((await confirm(id)).isNew).toBe(false);
    expect(await recorded(id)).toBe(1n);
  }
}, 300_000);
