import * as api from '@duixian/api';
import type { FactTypeName } from '@duixian/facts';
import { rpcStatus } from '@duixian/runtime';
import type { Key } from '../access/key.ts';
import { mustBeReadable } from '../access/own-entity.ts';
import { isOwn } from '../access/own-records.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { type RecordJson, recordJson } from './json.ts';

/** Further recognitions or sanctions of one USCC are listed at their own paths. */
const LIMIT = 1_000;

export const getInstitution = endpoint(api.getInstitution, async ({ key, params }, services) => {
  const isWhole = await readsAllOf(key, params.uscc, services);
  const [party, recognitions, sanctions] = await Promise.all([
    partyOf(params.uscc, services),
    recordsAbout('duixian.recognition.v1', params.uscc, services),
    recordsAbout('duixian.sanction.v1', params.uscc, services),
  ]);
  const readable = (record: RecordJson) => isWhole || isOwn(key, record);
  const answer = {
    party: party && readable(party) ? party : null,
    recognitions: recognitions.filter(readable),
    sanctions: sanctions.filter(readable),
  };
  if (answer.party === null && answer.recognitions.length + answer.sanctions.length === 0) {
    throw new Problem('not-found', `Nothing is recorded of ${params.uscc}.`);
  }
  return answer;
});

/**
 * Whether the key reads every record of the USCC, and not only those of its sources. Throws where it may do neither.
 */
async function readsAllOf(key: Key, asked: string, services: Services): Promise<boolean> {
  if (key.sources === '*') return true;
  if (key.sources.size > 0 && key.entities.length === 0) return key.read;
  try {
    await mustBeReadable(key, [asked], services);
    return true;
  } catch (error) {
    if (key.sources.size > 0 && error instanceof Problem && error.kind === 'out-of-scope') return false;
    throw error;
  }
}

function partyOf(subject: string, { registers }: Services): Promise<RecordJson | null> {
  return registers.institutions
    .getThing({ type: 'duixian.party.v1', subject, historyAfter: 0n, historyLimit: 0 })
    .then(
      ({ thing: record }) => recordJson(record),
      (error: { code?: unknown }) => {
        if (error.code === rpcStatus.NOT_FOUND) return null;
        throw error;
      },
    );
}

async function recordsAbout(
  type: FactTypeName,
  about: string,
  { registers }: Services,
): Promise<RecordJson[]> {
  const { things: records } = await registers.institutions.listThings({
    ...{ type, about, after: '', limit: LIMIT, sources: [] },
  });
  return records.map(recordJson);
}
