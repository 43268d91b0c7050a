import { actsV1 } from '@duixian/proto';
import { type GrpcService, nextAfter, readPage, refuseForeignCursor, unary } from '@duixian/runtime';
import type { Collections } from '../store/collections.ts';
import { refuseIf } from './request-faults.ts';

const OF = /^(source|handing-over|person|key|endpoint|units|record)\/./;
const CURSOR = /^[1-9]\d{0,8}$/;

export function historyService({ acts }: Collections): GrpcService {
  const implementation: actsV1.HistoryServiceServer = {
    listActs: unary(async ({ of, after, limit }) => {
      refuseIf([
        !OF.test(of) &&
          'of: source/<uri>, handing-over/<id>, person/<id>, key/<id>, endpoint/<id>, units/<id> or record/<source>/<subject>',
      ]);
      refuseForeignCursor(after, CURSOR);
      const found = acts.find({ of, ...(after !== '' && { number: { $lt: Number(after) } }) });
      const page = await readPage(found.sort({ number: -1 }), limit);
      return {
        acts: page.rows.map(({ number, event, by, key, at, because, contentJson }) => ({
          ...{ number, event, by, key, at: at.toISOString(), because, contentJson },
        })),
        next: nextAfter(page, ({ number }) => String(number)),
      };
    }),
  };
  return { definition: actsV1.HistoryServiceService, implementation };
}
