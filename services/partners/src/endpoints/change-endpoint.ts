import { isRefused, type Refused, refused } from '../domain/refusal.ts';
import type { RegistryAct } from '../domain/registry-act.ts';
import type { UnitOfWork } from '../store/unit-of-work.ts';
import { changeStored, type EndpointStore, ownEndpoint } from './endpoint-commands.ts';
import { type EndpointDocument, exceptionId } from './endpoint-documents.ts';
import { testEvent } from './endpoint-events.ts';
import type { EventsToResend } from './events-to-resend.ts';

export type EnableFrom = 'cursor' | 'last-success' | 'now';

export type EndpointAct =
  | { readonly test: true }
  | { readonly enable: EnableFrom }
  | { readonly disable: string }
  | { readonly delete: true }
  | { readonly resend: EventsToResend; readonly content: object };

type Outcome = { readonly endpoint: EndpointDocument; readonly events: number };
type By = { readonly person: string; readonly key: string } | undefined;

export async function changeEndpoint(
  store: EndpointStore,
  { by, id, what }: { readonly by: By; readonly id: string; readonly what: EndpointAct },
): Promise<Outcome> {
  const outcome = await store.registry.change(by, async (unit, actor) => {
    const endpoint = await ownEndpoint(unit, actor, id, store.endpoints);
    if (isRefused(endpoint)) return endpoint;
    const because = 'disable' in what ? what.disable : '';
    return carryOut(store, unit, endpoint, what, { actor, at: unit.at, because });
  });
  // What is to be sent is sent at once, where this process sends to it.
  store.feedLog.appended();
  return outcome;
}

async function carryOut(
  store: EndpointStore,
  unit: UnitOfWork,
  endpoint: EndpointDocument,
  what: EndpointAct,
  act: RegistryAct,
): Promise<Outcome | Refused> {
  const { _id: id } = endpoint;
  const record = (event: string, content?: object) => unit.record(`endpoint/${id}`, event, act, content);
  if ('test' in what) {
    if (endpoint.state === 'disabled') return refused('not-allowed', `${id} is disabled: enable it first`);
    await record('test');
    return { endpoint, events: await sendTest(store, unit, endpoint) };
  }
  if ('resend' in what) {
    if (endpoint.state !== 'enabled')
      return refused('not-allowed', `${id} is ${endpoint.state}, and receives nothing`);
    const events = await what.resend(endpoint, unit.session);
    await record('resend', what.content);
    return { endpoint, events };
  }
  if ('delete' in what) {
    const { endpoints, exceptions } = store.endpoints;
    await endpoints.deleteOne({ _id: id }, { session: unit.session });
    await exceptions.deleteMany({ endpoint: id }, { session: unit.session });
    await record('delete');
    return { endpoint, events: 0 };
  }
  if ('disable' in what) {
    if (endpoint.state === 'disabled') return { endpoint, events: 0 };
    await record('disable');
    const disabled = { state: 'disabled', disabledBecause: what.disable } as const;
    return { endpoint: await changeStored(unit, endpoint, disabled, store.endpoints), events: 0 };
  }
  return enable(store, unit, { endpoint, key: act.actor.key, from: what.enable }, record);
}

/** It is verified again only if it never was: an address does not change. */
async function enable(
  store: EndpointStore,
  unit: UnitOfWork,
  { endpoint, key, from }: { endpoint: EndpointDocument; key: string; from: EnableFrom },
  record: (event: string, content: object) => Promise<void>,
): Promise<Outcome> {
  if (endpoint.state !== 'disabled') return { endpoint, events: 0 };
  await record('enable', { from });
  const changed = {
    state: endpoint.lastSuccessAt ? 'enabled' : 'unverified',
    ...{ key, disabledBecause: '', failingSince: null, failures: 0 },
    cursor: await cursorFrom(store, endpoint, from),
  } as const;
  return { endpoint: await changeStored(unit, endpoint, changed, store.endpoints), events: 0 };
}

async function cursorFrom(
  { feedLog }: EndpointStore,
  { cursor, accepted }: EndpointDocument,
  from: EnableFrom,
) {
  if (from === 'now') return (await feedLog.end()).last;
  return from === 'last-success' && accepted > 0 ? Math.min(accepted, cursor) : cursor;
}

async function sendTest(
  { feedLog, endpoints: { exceptions } }: EndpointStore,
  { session, at }: UnitOfWork,
  endpoint: EndpointDocument,
): Promise<number> {
  const [sequence] = await feedLog.append(session, [testEvent(endpoint, at)]);
  const id = endpoint._id;
  const due = { endpoint: id, attempts: 0, dueAt: at, isTest: true, givenUpAt: null };
  if (sequence === undefined) return 0;
  await exceptions.insertOne({ _id: exceptionId(id, sequence), sequence, ...due }, { session });
  return 1;
}
