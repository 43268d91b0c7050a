import * as api from '@duixian/api';
import type { FactTypeName } from '@duixian/facts';
import type { Key } from '../access/key.ts';
import { isOwn, sourcesToList } from '../access/own-records.ts';
import { mustListOwnEntity } from '../access/records-of-own-entity.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { registerOf, type Services } from '../services.ts';
import { recordJson } from './json.ts';

/** The endpoint that lists the records of a type, or those that name something. */
export function listRecords(type: FactTypeName): Endpoint {
  return endpoint(api.listRecords(type), async ({ key, query }, services) => {
    const { about = '', after = '', limit } = query;
    const listsAll = await mayListAll(key, type, query.about, services);
    const sources = listsAll ? [] : sourcesToList(key);
    const asked = { type, about, after, limit, sources };
    const { things: records, next } = await registerOf(services, type).listThings(asked);
    // A register of an earlier release ignores `sources`.
    const readable = records.map(recordJson).filter((record) => listsAll || isOwn(key, record));
    return { things: readable, next: nextOf(next) };
  });
}

/**
 * Whether a key may list all that is asked for, and not only the records of its sources. Throws where it may do
 * neither.
 */
async function mayListAll(
  key: Key,
  type: FactTypeName,
  about: string | undefined,
  services: Services,
): Promise<boolean> {
  if (key.read || key.sources === '*') return true;
  const isSource = key.sources.size > 0;
  if (isSource && (about === undefined || key.entities.length === 0)) return false;
  try {
    await mustListOwnEntity(key, type, about, services);
    return true;
  } catch (error) {
    if (isSource && error instanceof Problem && error.kind === 'out-of-scope') return false;
    throw error;
  }
}
