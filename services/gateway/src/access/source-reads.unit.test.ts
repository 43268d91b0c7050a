import { disbursementV1, registerV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { describe, expect, it } from '@jest/globals';
import { listClaims } from '../claims/list.ts';
import { listNoClaims } from '../claims/list-no-claims.ts';
import { listRefusals } from '../events/list-refusals.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { problemOfError } from '../http/problem-of-error.ts';
import { getOrder } from '../orders/get.ts';
import { listOrders } from '../orders/list.ts';
import { getRecord } from '../records/get.ts';
import { getInstitution } from '../records/get-institution.ts';
import { listRecords } from '../records/list.ts';
import { type Key, keyOf } from './key.ts';

// A key of a source or of an entity reads what is its own. Of anything else it does not even learn that it exists.
const [OWN, OTHER] = ['urn:a:own', 'urn:a:other'];
const FIRM = '91410100170051134L';
const STRANGER = '91410100719182239A';
const CONTRACT = 'duixian.contract.v1';
const SOURCE = key([`source:${OWN}`]);

function key(scopes: readonly string[]): Key {
  return keyOf({ id: 'k', person: 'k', isMachine: false }, scopes);
}

function record(subject: string, source: string, data: object = { seller: { uscc: FIRM } }) {
  const current = {
    revision: 3n,
    eventId: '1',
    time: 't',
    recordedAt: 't',
    source,
    dataJson: JSON.stringify(data),
  };
  const none = registerV1.Thing.decode(new Uint8Array());
  return { ...none, type: CONTRACT, subject, source, current };
}

/** An earlier revision was between other parties. */
const AMENDED = { ...record('D', OTHER, { seller: { uscc: FIRM }, buyer: { uscc: STRANGER } }) };
const FORMER = { ...AMENDED.current, revision: 1n, dataJson: JSON.stringify({ seller: { uscc: STRANGER } }) };
const BETWEEN_TWO = { ...AMENDED, history: [{ ...AMENDED.current, revision: 2n }, FORMER] };
const RECORDS = [record('A', OWN), record('B', OTHER), record('C', OWN)];
const asked: Record<string, unknown>[] = [];

function notThere(words: string): Error {
  return Object.assign(new Error(words), { code: rpcStatus.NOT_FOUND, details: words });
}

/** Registers that answer whatever is asked, as an earlier release would that does not filter by source. */
const register = {
  getThing: async ({ type, subject }: { type: string; subject: string }) => {
    const found = [...RECORDS, BETWEEN_TWO].find((one) => one.subject === subject);
    if (!found) throw notThere(`nothing was recorded of ${type} ${subject}`);
    return { thing: found, historyNext: 0n };
  },
  listThings: async (request: Record<string, unknown>) => {
    asked.push(request);
    return { things: RECORDS, next: '' };
  },
  listRefusals: async (request: Record<string, unknown>) => {
    asked.push(request);
    return { refusals: [{ at: 't', eventId: '', type: '', subject: 'X', faults: [] }] };
  },
};

const services = {
  registers: { contracts: register, institutions: register, metering: register, awards: register },
  awards: {
    listAccounts: async () => ({ accounts: [], next: '' }),
    listClaims: async () => ({
      claims: [
        {
          provision: 'p',
          year: 2019,
          date: 'd',
          entity: STRANGER,
          group: 'g',
          beneficiary: STRANGER,
          amountFen: 5n,
        },
        {
          provision: 'q',
          year: 2019,
          date: 'd',
          entity: FIRM,
          group: 'g',
          beneficiary: FIRM,
          lowestFen: 1n,
          highestFen: 2n,
        },
      ],
      factRevision: 2n,
    }),
    listNoClaims: async () => ({
      noClaims: [
        {
          ...{
            provision: 'p',
            article: 5,
            factType: CONTRACT,
            factSubject: 'A',
            factRevision: 3n,
            date: 'd',
          },
          ...{ beneficiary: STRANGER, group: 'g', titleEn: 'P', titleZh: '条' },
          failed: [
            { condition: 'statusIs', en: 'is', zh: '状态', foundEn: 'voided', foundZh: '作废' },
            {
              condition: 'notSanctioned',
              en: 'not',
              zh: '无惩戒',
              foundEn: 'sanctioned by X',
              foundZh: '受惩戒',
            },
          ],
        },
      ],
      next: '',
    }),
  },
  disbursement: {
    getOrder: async ({ id }: { id: string }) => {
      if (id !== 'X') throw notThere(`no order "${id}"`);
      return { order: { id, entity: STRANGER, payeeUscc: STRANGER, cursor: '7' } };
    },
    listOrders: async (request: Record<string, unknown>) => {
      asked.push(request);
      const order = disbursementV1.Order.decode(new Uint8Array());
      const placed = { ...order, id: 'O-1', state: 'ORDER_STATE_PAID', entity: STRANGER, cursor: '123456' };
      return { orders: request['after'] === '7' ? [] : [placed], next: '123456', hasMore: true };
    },
  },
};

async function ask(endpoint: Endpoint, by: Key, request: object): Promise<Record<string, unknown>> {
  asked.length = 0;
  const given = { params: {}, query: {}, ...request, key: by };
  try {
    return (await endpoint.handle(given as never, services as never)) as Record<string, unknown>;
  } catch (error) {
    return problemOfError(error).toDocument();
  }
}

/** Apart from the subject, the answer for another's record must equal that for a missing one. */
function reasonOf(answer: Record<string, unknown>, subject: string): string {
  return JSON.stringify(answer).replaceAll(subject, '…');
}

describe('a key of an entity reads of a contract of two', () => {
  const firm = key([`read:entity:${FIRM}`]);
  const query = { type: CONTRACT, subject: 'D', limit: 100 };

  it('its own claims, and not those of the other side', async () => {
    const answer = await ask(listClaims, firm, { query });
    expect(answer).toMatchObject({ claims: [{ provision: 'q', beneficiary: FIRM }], noClaims: [] });
    expect(await ask(listClaims, key(['read']), { query })).toMatchObject({
      claims: [{ provision: 'p' }, { provision: 'q' }],
      noClaims: [{ provision: 'p' }],
    });
  });

  it('not why the other side got nothing', async () => {
    expect(await ask(listNoClaims, key([`read:entity:${STRANGER}`]), { query })).toMatchObject({
      noClaims: [{ provision: 'p' }],
    });
    expect(await ask(listNoClaims, firm, { query })).toMatchObject({ status: 404 });
  });

  it('no revision that was between others', async () => {
    const one = getRecord(CONTRACT);
    const revisions = async (by: Key) => {
      const { history } = await ask(one, by, { params: { id: 'D' }, query: { limit: 100 } });
      return (history as { revision: number }[]).map(({ revision }) => revision);
    };
    expect([await revisions(firm), await revisions(key(['read']))]).toEqual([[2], [2, 1]]);
  });
});

describe('a key of a source', () => {
  const one = getRecord(CONTRACT);
  const list = listRecords(CONTRACT);
  const query = { limit: 100 };

  it('reads a thing of its own', async () => {
    expect(await ask(one, SOURCE, { params: { id: 'A' }, query })).toMatchObject({
      subject: 'A',
      source: OWN,
    });
  });

  it("is not told of another's, nor of what it led to, that there is such a thing", async () => {
    const others = await ask(one, SOURCE, { params: { id: 'B' }, query });
    expect(others).toMatchObject({ status: 404 });
    expect(reasonOf(others, ' B')).toBe(
      reasonOf(await ask(one, SOURCE, { params: { id: 'Z' }, query }), ' Z'),
    );
    const ledTo = await ask(listClaims, SOURCE, { query: { type: CONTRACT, subject: 'B' } });
    expect(ledTo).toMatchObject({ status: 404 });
    const none = await ask(listClaims, SOURCE, { query: { type: CONTRACT, subject: 'Z' } });
    expect(reasonOf(ledTo, ' B')).toBe(reasonOf(none, ' Z'));
  });

  it.each([undefined, FIRM])(
    'lists its own things alone, about %s, whatever a register gives',
    async (about) => {
      const { things: records } = await ask(list, SOURCE, { query: { about, ...query } });
      expect((records as { subject: string }[]).map(({ subject }) => subject)).toEqual(['A', 'C']);
      expect(asked).toEqual([expect.objectContaining({ sources: [OWN], about: about ?? '' })]);
    },
  );

  it('with an entity reads what names that too, and no more of others than before', async () => {
    const both = key([`source:${OWN}`, `read:entity:${FIRM}`]);
    expect((await ask(list, both, { query: { about: FIRM, ...query } }))['things']).toHaveLength(3);
    expect((await ask(list, both, { query: { about: STRANGER, ...query } }))['things']).toHaveLength(2);
    expect((await ask(list, both, { query }))['things']).toHaveLength(2);
    expect(await ask(one, both, { params: { id: 'B' }, query })).toMatchObject({ subject: 'B' });
    expect(await ask(list, key([`read:entity:${FIRM}`]), { query })).toMatchObject({ status: 403 });
  });

  it('reads of an institution what belongs to it', async () => {
    const whole = await ask(getInstitution, key(['read']), { params: { uscc: FIRM } }).catch(() => undefined);
    expect(whole).toMatchObject({ recognitions: { length: 3 } });
    const own = await ask(getInstitution, SOURCE, { params: { uscc: FIRM } });
    expect(own).toMatchObject({ party: null, recognitions: { length: 2 }, sanctions: { length: 2 } });
    expect(await ask(getInstitution, key(['source:urn:a:third']), { params: { uscc: FIRM } })).toMatchObject({
      status: 404,
    });
  });

  it('reads what its thing led to, and nothing of accounts, of whom it does not name, nor of what others recorded', async () => {
    const answer = await ask(listClaims, SOURCE, { query: { type: CONTRACT, subject: 'A' } });
    expect(listClaims.answer.parse(answer)).toMatchObject({
      ...{ source: OWN, revision: 3, computedRevision: 2 },
      claims: [
        { provision: 'p', beneficiary: null, status: 'decided', amountFen: 5 },
        { provision: 'q', beneficiary: FIRM, status: 'undecided', lowestFen: 1, highestFen: 2 },
      ],
      noClaims: [{ provision: 'p', failed: [{ condition: 'statusIs' }], failsElsewhere: true }],
    });
    expect(JSON.stringify(answer)).not.toMatch(/sanction|惩戒|9141010071918|group|entity/i);
  });

  it('reads what was refused of itself, and of nobody else', async () => {
    const answer = await ask(listRefusals, SOURCE, { query: {} });
    expect(listRefusals.answer.parse(answer)).toMatchObject({ source: OWN, refusals: { length: 4 } });
    expect(asked).toEqual(Array(4).fill({ source: OWN }));
    expect(await ask(listRefusals, SOURCE, { query: { source: OTHER } })).toMatchObject({ status: 403 });
    expect(asked).toEqual([]);
    const several = key([`source:${OWN}`, `source:${OTHER}`]);
    expect(await ask(listRefusals, several, { query: {} })).toMatchObject({ status: 400 });
    expect(await ask(listRefusals, key(['read']), { query: { source: OTHER } })).toMatchObject({
      source: OTHER,
    });
  });
});

it("a key of an entity is answered of another's order as of one that there is not", async () => {
  const firm = key([`read:entity:${FIRM}`]);
  const others = await ask(getOrder, firm, { params: { id: 'X' } });
  expect(others).toMatchObject({ status: 404 });
  const none = await ask(getOrder, firm, { params: { id: 'Z' } });
  expect({ ...others, detail: String(others['detail']).replace('X', 'Z') }).toEqual(none);
});

describe('the list of orders', () => {
  const own = key([`read:entity:${STRANGER}`]);

  it('tells who reads those of an entity alone nothing of how many there are', async () => {
    const first = await ask(listOrders, own, { query: { limit: 1 } });
    expect(listOrders.answer.parse(first)).toMatchObject({
      next: 'O-1',
      cursor: 'O-1',
      orders: [{ cursor: 'O-1' }],
    });
    expect(JSON.stringify(first)).not.toContain('123456');
    expect(await ask(listOrders, own, { query: { limit: 1, after: 'X' } })).toMatchObject({
      orders: [],
      cursor: 'X',
    });
    expect(asked).toEqual([expect.objectContaining({ after: '7' })]);
    const whole = await ask(listOrders, key(['read']), { query: { limit: 1 } });
    expect(whole).toMatchObject({ next: '123456', orders: [{ cursor: '123456' }] });
  });

  it('goes on for it after an order of its own only', async () => {
    const answers = await Promise.all([
      ask(listOrders, own, { query: { limit: 1, after: '123' } }),
      ask(listOrders, key([`read:entity:${FIRM}`]), { query: { limit: 1, after: 'X' } }),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ status: 400, faults: [{ field: 'after' }] });
  });
});
