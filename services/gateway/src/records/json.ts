import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { registerV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export type RecordJson = z.output<typeof api.recordSchema>;

export function recordJson(record: registerV1.Thing | undefined): RecordJson {
  const { type, subject, source, current, history, handedOver, meteredFeeFen } = defined(
    record,
    'a register answers a thing',
  );
  const feeFen = meteredFeeFen === undefined ? null : exactSum(meteredFeeFen);
  return {
    type,
    subject,
    source,
    current: revisionJson(defined(current, 'a thing has a current revision')),
    history: history.map(revisionJson),
    handedOver: handedOver.map(({ id, fromSource: from, toSource: to, at }) => ({ id, from, to, at })),
    meteredFeeFen: feeFen,
    ...(feeFen === null && meteredFeeFen !== undefined && { beyondExact: true as const }),
  };
}

function revisionJson({ revision, eventId, time, recordedAt, source, dataJson }: registerV1.Revision) {
  return {
    revision: exactNumber(revision),
    id: eventId,
    time,
    recordedAt,
    source,
    data: JSON.parse(dataJson) as Record<string, unknown>,
  };
}
