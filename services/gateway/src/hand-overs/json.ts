import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function handOverJson(record: sourcesV1.HandingOverRecord): z.output<typeof api.handOverSchema> {
  const handingOver = defined(record.handingOver, 'a handing over is answered whole');
  const { id, fromSource, toSource, type, types, subject, at, version } = handingOver;
  const { proposedBy, proposedAt, document } = record;
  return {
    ...{ id, from: fromSource, to: toSource, type: type || null, subject: subject || null },
    types: type === '' ? types : [type],
    status: wireWord('HANDING_OVER_STATUS_', record.status) as 'proposed',
    ...{ proposedBy, proposedAt, document, at: at || null, version: Number(version) },
  };
}
