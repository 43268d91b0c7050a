import * as api from '@duixian/api';
import type { operationsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { pageOfServices } from '../page-of-services.ts';
import { writeDeadLetterId } from './id.ts';

export const listDeadLetters = endpoint(api.listDeadLetters, async ({ query }, { operations }) => {
  const isDiscarded = query.discarded === 'true';
  const { rows, next } = await pageOfServices(api.SERVICE_NAMES, query, async ({ service, ...asked }) => {
    const page = await operations[service].listDeadLetters({ ...asked, discarded: isDiscarded });
    return { rows: page.deadLetters.map((letter) => deadLetterJson(letter, service)), next: page.next };
  });
  return { deadLetters: rows, next };
});

function deadLetterJson(
  letter: operationsV1.DeadLetter,
  service: api.ServiceName,
): z.output<typeof api.deadLetterSchema> {
  const id = writeDeadLetterId({ service, id: letter.id });
  const { discard, payload, ...rest } = letter;
  return { ...rest, id, service, payload: payload.toString('base64'), discarded: discard ?? null };
}
