import { wireWord } from '@duixian/answers';
import * as api from '@duixian/api';
import { sourceToRead } from '../access/source-to-read.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { nextOf } from '../json/next-of.ts';
import { partyJson } from './json.ts';

const listWaitingUnits = endpoint(api.listWaitingUnits, async ({ key, query }, { waiting }) => {
  const source = key.read && query.source === undefined ? '' : sourceToRead(key, query.source);
  const answer = await waiting.listWaitingUnits({ after: query.after ?? '', limit: query.limit, source });
  const units = answer.units.map(({ suggestions, ...rest }) => {
    // Whom others have named is not for a source to read.
    return { ...rest, suggestions: key.read ? suggestions.map(partyJson) : [] };
  });
  return { units, next: nextOf(answer.next) };
});

const listWaitingRows = endpoint(api.listWaitingRows, async ({ key, query }, { waiting }) => {
  const source = sourceToRead(key, query.source);
  const answer = await waiting.listRows({ after: query.after ?? '', limit: query.limit, source });
  const rows = answer.rows.map(({ state, waitsFor, ...rest }) => {
    const waits = waitsFor.map(({ division, ...wait }) => ({ ...wait, division: division || null }));
    return {
      ...rest,
      waitsFor: waits,
      state: wireWord('ROW_STATE_', state).replaceAll('_', '-') as 'waiting',
    };
  });
  return { rows, next: nextOf(answer.next) };
});

export const waitingEndpoints: readonly Endpoint[] = [listWaitingUnits, listWaitingRows];
