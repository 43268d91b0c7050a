import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { deadLettersTimeout, idsByService } from './resend.ts';

export const discardDeadLetters = endpoint(api.discardDeadLetters, async ({ key, body }, { operations }) => {
  mustBePerson(key);
  let discarded = 0n;
  for (const [service, ids] of idsByService(body.ids)) {
    const request = { ids, by: key.person, reason: body.reason };
    discarded += (await operations[service].discardDeadLetters(request, deadLettersTimeout())).discarded;
  }
  return { discarded: exactNumber(discarded) };
});
