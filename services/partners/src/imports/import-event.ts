import type { NewFeedEvent } from '../feed/feed-documents.ts';
import type { ImportDocument } from './import-documents.ts';

type Ended = Pick<ImportDocument, 'id' | 'source' | 'kind' | 'isDryRun' | 'state' | 'counts' | 'person'>;

/** For who began it, and for officers. An import ends once. */
export function finishedEvent(
  { id, source, kind, isDryRun, state, counts, person }: Ended,
  at: Date,
): NewFeedEvent {
  const { 'already-final': alreadyFinal, ...rest } = counts;
  const query = new URLSearchParams({ source });
  return {
    ...{ type: 'duixian.import.finished.v1', subject: id, version: 1, source: 'urn:duixian:partners' },
    ...{
      time: at.toISOString(),
      entities: [],
      isForTreasury: false,
      person,
      endpoint: null,
      accountNo: null,
    },
    state: { id, source, kind, dryRun: isDryRun, state, counts: { ...rest, alreadyFinal } },
    link: `/v1/imports/${encodeURIComponent(id)}?${query}`,
  };
}
