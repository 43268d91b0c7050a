import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestInfrastructure, type TestInfrastructure } from '@duixian/infrastructure';
import { connectNats, type Nats } from '@duixian/messaging';
import { partnersEventsV1 } from '@duixian/proto';
import { createLogger } from '@duixian/runtime';
import { type ServiceProcess, startProcess } from '@duixian/service/process-for-tests';
import { numbersOf } from '@duixian/testing/long-forms';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { actorsOf, type Clients, connect, firstPersons, HENAN, TERMS } from './partners-for-tests.ts';

/** How long after the request; a transaction that is open then blocks others for ten seconds. */
const KILLED_AFTER_MS = [8, 0, 40].slice(0, numbersOf('kills').instants);
let servers: TestInfrastructure;
let nats: Nats;
let partners: ServiceProcess;

async function start(): Promise<Clients> {
  partners = await startProcess(join(import.meta.dirname, '..'), servers, {
    FIRST_PERSONS_FILE: firstPersons(),
  });
  return connect(partners.address);
}

beforeAll(async () => {
  servers = await startTestInfrastructure();
  nats = await connectNats(servers.nats.url, 'killed-test', createLogger('killed-test', 'silent'));
});

afterAll(async () => {
  await partners.end('SIGTERM');
  await nats.close();
  await servers.stop();
});

/** The states of a source that were published, however often each was. */
async function statesOf(uri: string): Promise<bigint[]> {
  const versions = new Set<bigint>();
  for (let seq = 1; ; ) {
    const query = { seq, next_by_subj: 'duixian.partners.changed' };
    const found = await nats.manager.direct.getMessage('PARTNERS', query).catch(() => null);
    if (!found) return [...versions];
    const { sources } = partnersEventsV1.PartnersChanged.decode(found.data);
    for (const source of sources) if (source.uri === uri) versions.add(source.version);
    seq = found.seq + 1;
  }
}

async function untilAnswered(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

it('has confirmed all of it or nothing when it is killed in the midst', async () => {
  let clients = await start();
  const { li, wang } = await actorsOf(clients);
  for (const [round, afterMs] of KILLED_AFTER_MS.entries()) {
    const uri = `${HENAN}:${round}`;
    const change = { uri, because: '来函' };
    const propose = () =>
      clients.sources.changeSource({ ...change, actor: li, act: { $case: 'propose', value: TERMS } });
    await untilAnswered(propose);
    const confirm = () =>
      clients.sources.changeSource({ ...change, actor: wang, act: { $case: 'confirm', value: 1 } });
    const answer = confirm().then(
      () => true,
      () => false,
    );
    await sleep(afterMs);
    await partners.end('SIGKILL');
    const wasAnswered = await answer;
    clients.close();
    clients = await start();
    const { source } = await clients.sources.getSource({ uri });
    const { acts } = await clients.history.listActs({ of: `source/${uri}`, after: '', limit: 0 });
    const isDone = (source?.standing?.version ?? 0n) > 0n;
    expect(source?.waiting === undefined).toBe(isDone);
    expect(acts.map(({ event }) => event)).toEqual(isDone ? ['confirm', 'propose'] : ['propose']);
    if (wasAnswered) expect(isDone).toBe(true);
    // Whatever the answer was, asking again is harmless, and the outcome is published to registers. A
    // transaction that the killed process had open blocks until MongoDB gives it up.
    await untilAnswered(confirm);
    expect((await confirm()).isNew).toBe(false);
    for (let tries = 0; (await statesOf(uri)).length === 0 && tries < 200; tries++) await sleep(50);
    expect(await statesOf(uri)).toHaveLength(1);
  }
  clients.close();
}, 120_000);
