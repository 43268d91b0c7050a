import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { mappingsV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

export function mappingJson(message: mappingsV1.Mapping | undefined): z.output<typeof api.mappingSchema> {
  const { status, confirmedBy, at, ...rest } = defined(message, 'a mapping is answered');
  const word = wireWord('MAPPING_STATUS_', status) as 'proposed';
  return { ...rest, status: word, confirmedBy: confirmedBy || null, at: at || null };
}
