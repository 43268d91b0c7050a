import type { endpointsV1 } from '@duixian/proto';
import type { Session } from '@duixian/runtime';
import { RpcError, rpcStatus } from '@duixian/runtime';
import type { EnableFrom } from './change-endpoint.ts';
import type { EndpointState } from './domain/endpoint.ts';
import type { AttemptDocument, EndpointCollections, EndpointDocument } from './endpoint-documents.ts';

const STATE = {
  unverified: 'ENDPOINT_STATE_UNVERIFIED',
  enabled: 'ENDPOINT_STATE_ENABLED',
  disabled: 'ENDPOINT_STATE_DISABLED',
} as const satisfies Record<EndpointState, endpointsV1.EndpointState>;

const FROM: Partial<Record<endpointsV1.EnableFrom, EnableFrom>> = {
  ENABLE_FROM_CURSOR: 'cursor',
  ENABLE_FROM_LAST_SUCCESS: 'last-success',
  ENABLE_FROM_NOW: 'now',
};

export function enableFrom(from: endpointsV1.EnableFrom): EnableFrom {
  const known = FROM[from];
  if (known) return known;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, 'enable: from the cursor, the last success or now');
}

export async function endpointMessage(
  endpoint: EndpointDocument,
  { exceptions }: EndpointCollections,
  session?: Session,
): Promise<endpointsV1.Endpoint> {
  const { _id: id, url, types, isThin: thin, isOrdered: ordered, person, scopes, state, failures } = endpoint;
  const of = { endpoint: id, isTest: false };
  const inSession = session ? { session } : {};
  return {
    ...{
      id,
      url,
      types: [...types],
      thin,
      ordered,
      person,
      scopes: [...scopes],
      state: STATE[state],
      failures,
    },
    disabledBecause: endpoint.disabledBecause,
    createdAt: endpoint.createdAt.toISOString(),
    lastSuccessAt: endpoint.lastSuccessAt?.toISOString() ?? '',
    failingSince: endpoint.failingSince?.toISOString() ?? '',
    waiting: await exceptions.countDocuments({ ...of, givenUpAt: null }, inSession),
    givenUp: await exceptions.countDocuments({ ...of, givenUpAt: { $ne: null } }, inSession),
  };
}

export function attemptMessage(document: AttemptDocument): endpointsV1.Attempt {
  const { event, type, attempt, at, durationMs, status, problem, answer } = document;
  return { event, type, attempt, at: at.toISOString(), durationMs, status: status ?? 0, problem, answer };
}
