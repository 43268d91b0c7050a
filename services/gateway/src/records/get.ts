import * as api from '@duixian/api';
import type { FactTypeName } from '@duixian/facts';
import { onlyReadable } from '../access/own-entity.ts';
import { isOwn, mustReadRecord } from '../access/own-records.ts';
import { usccsIn } from '../access/usccs-in.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { registerOf } from '../services.ts';
import { recordJson } from './json.ts';

const REVISION = /^[1-9]\d{0,15}$/;

/** The endpoint of one record of a type with its history, newest first and by page. */
export function getRecord(type: FactTypeName): Endpoint {
  return endpoint(api.getRecord(type), async ({ key, params, query }, services) => {
    const { thing: record, historyNext } = await registerOf(services, type).getThing({
      type,
      subject: params.id,
      historyAfter: revisionOf(query.after),
      historyLimit: query.limit,
    });
    const json = recordJson(record);
    await mustReadRecord(key, json, services);
    // An earlier revision may name other parties, whose data today's parties may not read.
    const namedIn = ({ data }: (typeof json.history)[number]) => {
      const named = usccsIn(data);
      return named.length === 0 ? [] : [json.subject, ...named];
    };
    const history = isOwn(key, json)
      ? json.history
      : await onlyReadable(key, json.history, namedIn, services);
    return { ...json, history, next: nextOf(historyNext === 0n ? '' : String(historyNext)) };
  });
}

/** A history's cursor is the revision that ended the former page; 0 begins it. */
function revisionOf(after: string | undefined): bigint {
  if (after === undefined) return 0n;
  if (REVISION.test(after)) return BigInt(after);
  const message = 'after must be the `next` of the page before';
  throw new Problem('bad-request', `${message}.`, [{ field: 'after', reason: 'bad-field', message }]);
}
