import * as api from '@duixian/api';
import { endpoint } from '../http/endpoint.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';
import { recordJson } from './json.ts';

/** Records that were accepted as they came, and that an officer should look at. */
export const listMarkedRecords = endpoint(api.listMarkedRecords, async ({ query }, { registers }) => {
  const { rows, next } = await pageOfServices(REGISTERS, query, async ({ service, ...asked }) => {
    const answer = await registers[service].listMarked(asked);
    return {
      rows: answer.things.map((record) => ({ ...recordJson(record), marks: [...record.marks] })),
      next: answer.next,
    };
  });
  return { records: rows, next };
});
