import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import type { registerV1 } from '@duixian/proto';
import type { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';

/** The facts received from each source; after a restore also those that are missing. */
export const listReceived = endpoint(api.listReceived, async ({ query }, { registers }) => {
  const { rows, next } = await pageOfServices(REGISTERS, query, async ({ service, ...asked }) => {
    const answer = await registers[service].listSources(asked);
    return { rows: answer.sources.map((one) => receivedJson(service, one)), next: answer.next };
  });
  return { received: rows, next };
});

function receivedJson(register: string, one: registerV1.Source): z.output<typeof api.receivedSchema> {
  const { source, things: records, newestRecordedAt, newestTime, missingFacts, sendAgainFrom } = one;
  return {
    register,
    source,
    facts: exactNumber(records),
    newestRecordedAt: newestRecordedAt || null,
    newestTime: newestTime || null,
    missingFacts: exactNumber(missingFacts),
    sendAgainFrom: sendAgainFrom || null,
  };
}
