import { type Fact, readItem } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import { Sending } from './sending.ts';
import { ownerOf, type World } from './world.ts';

const MOST_AT_ONCE = 4;
const REPEATED = 0.1;
/** A name may be long: three entities with such names do not fit into one message (see world.ts). */
const LONG = '科技成果转化'.repeat(20);

/**
 * Sends some of the facts to come, in any order, to the register that owns them; repeats until it is
 * answered.
 */
export async function send(world: World): Promise<void> {
  const { random, arrivals } = world;
  const [first] = random.shuffled(arrivals);
  if (!first) return;
  const owner = ownerOf(first);
  const process = world.processOf(owner);
  if (!process) return;
  const own = random.shuffled(arrivals.filter((fact) => ownerOf(fact) === owner));
  const facts = own.slice(0, 1 + random.below(MOST_AT_ONCE));
  for (const fact of facts) if (!random.isTrue(REPEATED)) arrivals.splice(arrivals.indexOf(fact), 1);
  const sending = new Sending(world, facts);
  world.underWay += 1;
  try {
    const { results } = await process.ask<registerV1.RecordResponse>('record', sending.request);
    const again = facts.filter((_, at) => sending.isToSendAgain(at, results[at]));
    for (const fact of again) if (!arrivals.includes(fact)) arrivals.push(fact);
    const taken = facts.filter((fact) => !again.includes(fact));
    world.record(
      `${process.name} records ${taken.map(nameOf).join(', ')}, and refuses ${again.map(nameOf).join(', ')}`,
    );
    if (taken.length > 0) world.count('facts recorded');
  } catch (error) {
    const why = (error as { details?: string }).details ?? messageOf(error);
    world.record(`${process.name} does not record ${facts.map(nameOf).join(', ')}: ${why}`);
    world.count(/has not received yet/.test(why) ? 'waits for a source' : 'facts sent again');
    for (const fact of facts) if (!arrivals.includes(fact)) arrivals.push(fact);
  } finally {
    world.underWay -= 1;
  }
}

/** Registers entities that are due something but have no name yet: nobody can be paid without one. */
export function registerNameless(world: World): void {
  for (const { uscc, name } of world.store.ledgers.values()) {
    const isKnown = world.facts.some(({ type, subject }) => type === 'duixian.party.v1' && subject === uscc);
    if (name !== '' || isKnown) continue;
    const fact = partyOf(uscc);
    world.facts.push(fact);
    world.arrivals.push(fact);
  }
}

function partyOf(uscc: string): Fact {
  const data = {
    ...{ revision: 1, uscc, name: `示例${uscc.slice(12)}${LONG}`, kind: 'enterprise' },
    ...{ divisionCode: '410105', parentUscc: null },
  };
  const envelope = {
    specversion: '1.0',
    source: 'urn:test:duixian.party.v1',
    time: '2020-01-02T03:04:05+08:00',
  };
  const item = { ...envelope, type: 'duixian.party.v1', subject: uscc, id: `name-${uscc}`, data };
  const read = readItem(item, 0);
  if ('fact' in read) return read.fact;
  throw new Error(`a party is not right: ${JSON.stringify(read.faults)}`);
}

function nameOf({ type, subject, data }: Fact): string {
  return `${type} ${subject}, revision ${data.revision}`;
}
