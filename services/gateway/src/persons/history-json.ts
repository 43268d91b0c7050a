import type * as api from '@duixian/api';
import type { actsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { nextOf } from '../json/next-of.ts';

export function historyJson({
  acts,
  next: after,
}: actsV1.ListActsResponse): z.output<typeof api.historySchema> {
  return {
    acts: acts.map(({ contentJson, ...rest }) => ({
      ...rest,
      content: contentJson === '' ? null : (JSON.parse(contentJson) as unknown),
    })),
    next: nextOf(after),
  };
}
