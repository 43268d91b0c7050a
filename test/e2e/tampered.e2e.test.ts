import { defined } from '@duixian/values';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Long, MongoClient } from 'mongodb';
import { contract, USCC } from './items.ts';
import { Stage } from './stage.ts';
import { verified } from './what-is-wrong.ts';

let stage: Stage;
let client: MongoClient;
/** For contract 1, whose buyer is due 200,000 yuan. */
const dueFen = 20_000_000;
const fen = (amount: number) => Long.fromNumber(amount);

beforeAll(async () => {
  stage = await Stage.open();
  client = await MongoClient.connect(stage.mongoUrl());
  await stage.send(contract(1, {}), contract(2, {}));
  await stage.settled();
}, 120_000);

afterAll(async () => {
  await client.close();
  await stage.close();
});

type Tampering = {
  what: string;
  database: string;
  collection: string;
  find: object;
  set: object;
  back: object;
};
const ofBuyer = new RegExp(USCC.optics);

const tamperings: Tampering[] = [
  {
    what: 'claim',
    database: 'duixian_awards',
    collection: 'facts',
    find: { 'claims.0.amountFen': fen(dueFen) },
    set: { 'claims.0.amountFen': fen(dueFen + 1) },
    back: { 'claims.0.amountFen': fen(dueFen) },
  },
  {
    what: 'account',
    database: 'duixian_awards',
    collection: 'accounts',
    find: { _id: ofBuyer },
    set: { undecided: 1 },
    back: { undecided: 0 },
  },
  {
    what: 'payable',
    database: 'duixian_disbursement',
    collection: 'ledgers',
    find: { _id: ofBuyer },
    set: { 'payables.0.entitledFen': fen(1) },
    back: { 'payables.0.entitledFen': fen(2 * dueFen) },
  },
];

it('verify finds nothing where nobody touched anything', async () => {
  expect(await verified(stage)).toEqual([]);
});

it.each(tamperings)('verify names what somebody changed behind the system: $what', async (tampering) => {
  const { what, database, collection, find, set, back } = tampering;
  const stored = client.db(database).collection(collection);
  const touched = defined(await stored.findOne(find), `there is a ${what}`);
  expect(await stored.updateOne({ _id: touched._id }, { $set: set })).toMatchObject({ modifiedCount: 1 });
  expect(await verified(stage)).toEqual([expect.objectContaining({ what })]);
  await stored.updateOne({ _id: touched._id }, { $set: back });
  expect(await verified(stage)).toEqual([]);
});
