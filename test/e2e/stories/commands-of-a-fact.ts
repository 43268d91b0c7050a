import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { type Document, MongoClient } from 'mongodb';
import { castOf, yuan } from '../items.ts';
import type { Stage } from '../stage.ts';

/** From the register until the treasury has the order, beside one commit for each transaction. */
const MOST_COMMANDS = 18;
/** What partners receive of it, beside the way of the money: an entitlement and an order. */
const MOST_OF_FEED = 8;
/** Longer than any task waits at rest. */
const REST_MS = 6_000;
/** Within this, disbursement has noted that the treasury has an order. */
const NOTED_MS = 1_000;
const PREFIX = 'duixian_';
/** Deletes what is proven to be published: once in seconds, for all facts in between. */
const IN_BULK = 'delete outbox';

const { contract, USCC } = castOf(5);

type Command = { readonly service: string; readonly shape: string; readonly transaction: string | undefined };

/** Every command costs more than what it does for one fact: this is what a fact costs at low rates. */
export function commandsOfAFact(stage: () => Stage): void {
  it(`one fact takes at most ${MOST_COMMANDS} commands to MongoDB`, async () => {
    await stage().treasuryDoes({ plan: { does: 'silent' } });
    await stage().send(contract(1, { technologyAmountFen: yuan(1_000) }));
    await sent(1);
    await stage().settled();
    const client = await MongoClient.connect(stage().mongoUrl());
    try {
      const atRest = new Set((await profiled(client, () => sleep(REST_MS))).map(({ shape }) => shape));
      const of = (number: number) =>
        profiled(client, async () => {
          await stage().send(contract(number, { technologyAmountFen: yuan(1_000) }));
          await sent(number);
        });
      // What a task does now and then falls into one of them at most.
      const ofBoth = inBoth(await of(2), await of(3));
      const ofTheFact = ofBoth.filter(({ shape }) => !atRest.has(shape) && !shape.endsWith(IN_BULK));
      print(ofTheFact);
      const ofFeed = ofTheFact.filter(({ service }) => service === 'partners');
      const ofMoney = ofTheFact.filter(({ service }) => service !== 'partners');
      expect(ofFeed.length).toBeLessThanOrEqual(MOST_OF_FEED);
      expect(ofMoney.length).toBeLessThanOrEqual(MOST_COMMANDS);
      expect(new Set(ofMoney.map(({ service }) => service))).toEqual(
        new Set(['contracts', 'awards', 'disbursement']),
      );
    } finally {
      await client.close();
    }
  });

  /** Asks the treasury, because what is asked of disbursement would be counted. */
  async function sent(count: number): Promise<void> {
    await stage().until(async () => {
      const orders = await stage().treasuryOrders();
      return orders.filter(({ payeeUscc }) => payeeUscc === USCC.optics).length === count;
    }, `${count} orders to be with the treasury`);
    await sleep(NOTED_MS);
  }
}

/** The commands that the server saw meanwhile, in all databases of services. */
async function profiled(client: MongoClient, work: () => Promise<unknown>): Promise<Command[]> {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const names = databases.map(({ name }) => name).filter((name) => name.startsWith(PREFIX));
  for (const name of names) await client.db(name).command({ profile: 2 });
  await work();
  for (const name of names) await client.db(name).command({ profile: 0 });
  const found: Command[] = [];
  for (const name of names) {
    const profile = client.db(name).collection('system.profile');
    for (const entry of await profile.find({ ns: { $not: /system\.profile$/ } }).toArray())
      found.push(commandOf(name.slice(PREFIX.length), entry));
    await profile.drop();
  }
  return found;
}

/** The commands of the one that the other has as well, as often as it has them. */
function inBoth(one: readonly Command[], other: readonly Command[]): Command[] {
  const left = Map.groupBy(other, ({ shape }) => shape);
  return one.filter(({ shape }) => left.get(shape)?.pop() !== undefined);
}

function commandOf(service: string, { ns, op, command }: Document): Command {
  const asked = command['filter'] ?? command['q'] ?? command['pipeline']?.[0]?.['$match'] ?? {};
  const { lsid, txnNumber, autocommit } = command;
  const verb = op === 'command' || op === 'query' ? Object.keys(command)[0] : op;
  return {
    service,
    shape: `${service}: ${Object.keys(asked)} ${verb} ${ns.split('.')[1]}`,
    transaction: autocommit === false ? `${lsid?.id} ${txnNumber}` : undefined,
  };
}

function print(commands: readonly Command[]): void {
  for (const [service, own] of Map.groupBy(commands, (command) => command.service)) {
    const transactions = new Set(own.flatMap(({ transaction }) => transaction ?? []));
    const verbs = own.map(({ shape }) => shape.split(' ').slice(-2).join(' ')).join(', ');
    process.stderr.write(`  ${service}: ${own.length} and ${transactions.size} commits: ${verbs}\n`);
  }
}
