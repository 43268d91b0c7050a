import { FEED_EVENT_TYPES } from '@duixian/api';
import { endpointsV1 } from '@duixian/proto';
import {
  type Commands,
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  type Session,
  unary,
} from '@duixian/runtime';
import { defined } from '@duixian/values';
import { ObjectId } from 'mongodb';
import { becauseFault, refuseIf } from '../grpc/request-faults.ts';
import { type AddressRules, addressToConnect, ForbiddenAddress, urlMistake } from './addresses.ts';
import { changeEndpoint, type EndpointAct } from './change-endpoint.ts';
import type { DeliveryStore } from './delivery/read-deliveries.ts';
import { createEndpoint, type EndpointMade, type EndpointStore, rotateSecret } from './endpoint-commands.ts';
import { attemptMessage, enableFrom, endpointMessage } from './endpoint-message.ts';
import { between, givenUpSince, oneEvent } from './events-to-resend.ts';

/** Who makes an endpoint does not wait longer for its name. */
const RESOLVED_WITHIN_MS = 2_000;
const CURSOR = /^(ep_)?[0-9a-f]{24}$/;

type Given = {
  readonly commands: Commands;
  readonly store: EndpointStore;
  readonly deliveries: DeliveryStore;
  readonly rules: AddressRules;
};

export function endpointService(given: Given): GrpcService {
  const { commands, store } = given;
  const methods = endpointsV1.EndpointServiceService;
  const implementation: endpointsV1.EndpointServiceServer = {
    listEndpoints: unary((request) => listEndpoints(store, request)),
    getEndpoint: unary(async ({ id }) => {
      const found = await store.endpoints.endpoints.findOne({ _id: id });
      if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `not-known: there is no endpoint ${id}`);
      return { endpoint: await endpointMessage(found, store.endpoints) };
    }),
    listAttempts: unary((request) => listAttempts(store, request)),
    createEndpoint: commands.unary(methods.createEndpoint, {
      decide: (request) => create(given, request),
      answer: ({ endpoint, secret }, _, session) => made(store, { endpoint, secret }, session),
      stored: withoutSecret,
    }),
    rotateSecret: commands.unary(methods.rotateSecret, {
      decide: ({ actor, id }) => rotateSecret(store, { by: actor, id }),
      answer: (outcome, _, session) => made(store, outcome, session),
      stored: withoutSecret,
    }),
    changeEndpoint: commands.unary(methods.changeEndpoint, {
      decide: async ({ actor, id, act }) =>
        changeEndpoint(store, { by: actor, id, what: await actOf(given, act) }),
      answer: async ({ endpoint, events }, _, session) => ({
        endpoint: await endpointMessage(endpoint, store.endpoints, session),
        events,
      }),
    }),
  };
  return { definition: methods, implementation };
}

async function made({ endpoints }: EndpointStore, { endpoint, secret }: EndpointMade, session?: Session) {
  return { endpoint: await endpointMessage(endpoint, endpoints, session), secret };
}

/** Here a secret is stored encrypted alone. */
function withoutSecret<Answer extends { readonly secret: string }>(answer: Answer): Answer {
  return { ...answer, secret: '' };
}

async function listEndpoints(
  { endpoints }: EndpointStore,
  { person, after, limit }: endpointsV1.ListEndpointsRequest,
): Promise<endpointsV1.ListEndpointsResponse> {
  refuseForeignCursor(after, CURSOR);
  const filter = { _id: { $gt: after }, ...(person !== '' && { person }) };
  const page = await readPage(endpoints.endpoints.find(filter).sort({ _id: 1 }), limit);
  const rows = await Promise.all(page.rows.map((row) => endpointMessage(row, endpoints)));
  return { endpoints: rows, next: nextAfter(page, ({ _id }) => _id) };
}

async function listAttempts(
  { endpoints: { attempts } }: EndpointStore,
  { endpoint, after, limit }: endpointsV1.ListAttemptsRequest,
): Promise<endpointsV1.ListAttemptsResponse> {
  refuseForeignCursor(after, CURSOR);
  const before = after === '' ? {} : { _id: { $lt: new ObjectId(after) } };
  const page = await readPage(attempts.find({ endpoint, ...before }).sort({ _id: -1 }), limit);
  return { attempts: page.rows.map(attemptMessage), next: nextAfter(page, ({ _id }) => String(_id)) };
}

async function create(
  { store, rules }: Given,
  { actor: by, url, types, thin: isThin, ordered: isOrdered }: endpointsV1.CreateEndpointRequest,
): Promise<EndpointMade> {
  const unknown = types.filter((type) => !(FEED_EVENT_TYPES as readonly string[]).includes(type));
  const mistake = urlMistake(url, rules.isDevelopment);
  refuseIf([
    mistake !== undefined && `url: it must be ${mistake}`,
    unknown.length > 0 && `types: some of ${FEED_EVENT_TYPES.join(', ')}`,
  ]);
  refuseIf([await addressFault(url, rules)]);
  return createEndpoint(store, { by, url, types: [...new Set(types)], isThin, isOrdered });
}

/** A name that cannot be resolved now may be resolved later: each attempt looks again. */
async function addressFault(url: string, rules: AddressRules): Promise<string | undefined> {
  try {
    await addressToConnect(new URL(url), rules, AbortSignal.timeout(RESOLVED_WITHIN_MS));
    return undefined;
  } catch (error) {
    return error instanceof ForbiddenAddress ? `url: ${error.message}` : undefined;
  }
}

async function actOf(
  { deliveries, store }: Given,
  act: endpointsV1.ChangeEndpointRequest['act'],
): Promise<EndpointAct> {
  if (act?.$case === 'test') return { test: true };
  if (act?.$case === 'delete') return { delete: true };
  if (act?.$case === 'enable') return { enable: enableFrom(act.value) };
  if (act?.$case === 'disable') {
    refuseIf([becauseFault(act.value, 'why')]);
    return { disable: act.value };
  }
  refuseIf([act === undefined && 'act: test, delete, enable, disable or resend']);
  const { event, failedSince, after, upTo } = defined(act?.value, 'others are refused');
  const at = store.registry.collections.clock.now();
  if (event !== '') return { resend: oneEvent(event, at, deliveries), content: { event } };
  if (failedSince !== '')
    return { resend: givenUpSince(new Date(failedSince), at, deliveries), content: { failedSince } };
  return { resend: await between(after, upTo, at, deliveries), content: { after, upTo } };
}
