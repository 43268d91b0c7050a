import type { NewFeedEvent } from '../feed/feed-documents.ts';
import type { EndpointDocument } from './endpoint-documents.ts';

type About = Pick<EndpointDocument, '_id' | 'url' | 'person'>;

/** For its owner, and for officers. */
export function disabledEvent({ _id, url, person }: About, because: string, at: Date): NewFeedEvent {
  const state = { endpoint: _id, url, because };
  return { ...about(_id, at), type: 'duixian.endpoint.disabled.v1', person, endpoint: null, state };
}

/** For this endpoint alone. */
export function testEvent({ _id }: Pick<EndpointDocument, '_id'>, at: Date): NewFeedEvent {
  const state = { endpoint: _id };
  return { ...about(_id, at), type: 'duixian.test.v1', person: null, endpoint: _id, state };
}

function about(endpoint: string, at: Date) {
  return {
    ...{ subject: endpoint, version: at.getTime(), source: 'urn:duixian:partners', time: at.toISOString() },
    ...{ entities: [], isForTreasury: false, accountNo: null, link: `/v1/endpoints/${endpoint}` },
  };
}
