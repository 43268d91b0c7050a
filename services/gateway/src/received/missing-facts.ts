import { exactNumber } from '@duixian/answers';
import * as api from '@duixian/api';
import type { Owner } from '@duixian/facts';
import { mustBePerson } from '../access/key.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { pageOfServices, REGISTERS } from '../page-of-services.ts';

const listMissingFacts = endpoint(api.listMissingFacts, async ({ query }, { registers }) => {
  const isDismissed = query.dismissed === 'true';
  const { rows, next } = await pageOfServices(
    REGISTERS,
    query,
    async ({ service: register, after, limit }) => {
      const answer = await registers[register].listMissing({ after, limit, isDismissed });
      const facts = answer.facts.map(({ thing: record, source, revision, time, dismissal }) => ({
        id: `${register}:${record}`,
        ...{ register, source, revision: Number(revision), time },
        dismissed: dismissal ?? null,
      }));
      return { rows: facts, next: answer.next };
    },
  );
  return { missingFacts: rows, next };
});

const dismissMissingFacts = endpoint(api.dismissMissingFacts, async ({ key, body }, { registers }) => {
  mustBePerson(key);
  let sum = 0n;
  for (const [register, records] of recordsByRegister(body.ids)) {
    const request = { things: records, by: key.person, reason: body.reason };
    sum += (await registers[register].dismissMissing(request)).dismissed;
  }
  return { dismissed: exactNumber(sum) };
});

function recordsByRegister(all: readonly string[]): Map<Owner, string[]> {
  const chosen = new Map<Owner, string[]>();
  for (const id of new Set(all)) {
    const colon = id.indexOf(':');
    const register = REGISTERS.find((name) => name === id.slice(0, colon));
    if (!register)
      throw new Problem('not-found', `No fact ${id} is missing; /v1/missing-facts lists those that are.`);
    chosen.set(register, [...(chosen.get(register) ?? []), id.slice(colon + 1)]);
  }
  return chosen;
}

export const missingFactEndpoints = [listMissingFacts, dismissMissingFacts];
