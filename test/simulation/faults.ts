import type { operationsV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import { send } from './partner.ts';
import type { World } from './world.ts';

const COMMANDS = ['commitTransaction', 'find', 'update', 'insert', 'any'] as const;

/** A machine is never back sooner after a power cut. */
const AWAY_MS = 6_000;
const LOOK_MS = 20;
const LOOKS = 200;
const LISTENERS = new Set(['awards', 'disbursement']);

type Fault = (world: World) => void;

/** One process is killed, wherever it is. */
const kill: Fault = (world) => {
  const up = world.processes.filter(({ link }) => link !== undefined);
  if (up.length > 0) world.kill(world.random.pick(up));
};

/** A command of one process, or its answer, is lost; or the primary steps down at it. */
const loseCommand: Fault = (world) => {
  const { random } = world;
  const process = random.pick(world.processes);
  if (!process.link) return;
  const kind = random.pick(['network', 'stepdown'] as const);
  const when = random.pick(['before', 'after'] as const);
  const command = random.pick(COMMANDS);
  world.record(`MongoDB: ${kind} ${when} the next ${command} of ${process.name}`);
  world.count(`MongoDB: ${kind} ${when}`);
  world.mongo.failNext(process.link, { kind, when, ...(command !== 'any' && { command }) });
};

/** The server ends long transactions. */
const expire: Fault = (world) => {
  const process = world.random.pick(world.processes);
  if (!process.link) return;
  world.count('MongoDB: transactions expire');
  world.mongo.expire(process.link, world.random.pick(['between', 'during']));
};

const disconnect: Fault = (world) => {
  const { connection, name } = world.random.pick(world.processes);
  if (!connection) return;
  world.record(`${name} loses its connection to NATS`);
  world.count('NATS: disconnected');
  world.nats.disconnect(connection, 250 + world.random.below(5_000));
};

/**
 * The store loses what it had not synced; clients that are connected to another server of the cluster notice
 * nothing.
 */
const cutPower: Fault = (world) => cutPowerOf(world, world.random.isTrue(0.5));

function cutPowerOf(world: World, isNoticed: boolean): void {
  if (world.restores.isAwaited(world)) return;
  const lost = world.nats.cutPower(AWAY_MS + world.random.below(5_000));
  world.record(
    `NATS loses ${lost} messages that it had not synced${isNoticed ? '' : ', and nobody notices'}`,
  );
  world.mayHoldNothing ||= lost > 0;
  if (lost > 0) world.count(`NATS: unsynced messages lost${isNoticed ? '' : ' unnoticed'}`);
  if (isNoticed) world.nats.disconnectAll(AWAY_MS);
}

function cutListenersOff(world: World, forMs: number): void {
  for (const { connection, program } of world.processes)
    if (connection && LISTENERS.has(program.service)) world.nats.disconnect(connection, forMs);
  world.record('those who listen are cut off from NATS');
}

/** The same while the consumers are away, so that nobody has read what is lost. */
const cutPowerUnread: Fault = (world) => {
  cutListenersOff(world, 2_000);
  for (let senders = 0; senders < 2; senders += 1) void send(world);
  // Before anything is marked behind what is sent now, or after, but before it is synced.
  world.later(world.random.pick([30, 80, 500, 900]), 'power', () => cutPower(world));
};

/**
 * The same as soon as a process has marked what was published, before it is synced or read, and nobody
 * notices.
 */
const cutPowerMarked: Fault = (world) => {
  cutListenersOff(world, 4_000);
  for (let senders = 0; senders < 2; senders += 1) void send(world);
  const before = marksOf(world);
  const look = (left: number) =>
    world.later(LOOK_MS, 'power', () => {
      if (marksOf(world) > before) cutPowerOf(world, false);
      else if (left > 0) look(left - 1);
    });
  look(LOOKS);
};

function marksOf({ nats }: World): number {
  const streams = [...nats.streams.values()];
  return streams.reduce((sum, stream) => sum + stream.count(0, (subject) => subject.includes('.mark.')), 0);
}

/** Afterwards an operator has everything published again. */
const loseDisk: Fault = (world) => {
  if (world.restores.isAwaited(world)) return;
  world.record('NATS loses its disk');
  world.count('NATS lost everything');
  world.nats.loseDisk();
  world.mayHoldNothing = true;
  world.publishAgain();
};

/** A message comes once more, although it was acknowledged. */
const repeat: Fault = (world) => {
  for (const { consumers, lastSeq } of world.nats.streams.values())
    for (const consumer of consumers.values())
      if (lastSeq > 0) consumer.deliverAgain(1 + world.random.below(lastSeq));
  world.count('NATS: delivered once more');
};

const backUp: Fault = (world) => world.restores.backUp(world);

/** A register's database is restored to an earlier state. */
export const restore: Fault = (world) => world.restores.restore(world);

const FAULTS: readonly Fault[] = [
  ...[kill, kill, kill, kill, kill, kill, kill, kill],
  ...[loseCommand, loseCommand, loseCommand, loseCommand, expire],
  ...[disconnect, disconnect, repeat, repeat, cutPower, cutPowerUnread, cutPowerUnread, cutPowerMarked],
  loseDisk,
  ...[backUp, backUp, backUp, restore, restore, restore, restore, restore, restore],
];

export function somethingFails(world: World): void {
  if (!world.absent.has('faults')) world.random.pick(FAULTS)(world);
}

/** What an operator does: has everything published again if NATS lost it, or a consumer reports a gap. */
export async function operate(world: World): Promise<void> {
  if (world.hasGap && world.toRepublish.size === 0) return askForGaps(world);
  const [service] = world.toRepublish;
  const process = service && world.processOf(service);
  // Nothing can be published before its streams and consumers exist again.
  if (!process || world.nats.streams.size < 2) return;
  world.underWay += 1;
  try {
    await process.ask('republish', {});
    world.record(`${process.name} publishes everything again`);
    world.republished(service);
  } catch (error) {
    world.record(`${process.name} cannot publish everything again: ${messageOf(error)}`);
  } finally {
    world.underWay -= 1;
  }
}

/** As `./duixian status` does. */
async function askForGaps(world: World): Promise<void> {
  world.underWay += 1;
  try {
    for (const process of world.processes) {
      if (!process.isUp) continue;
      const { gapSince } = await process.ask<operationsV1.CountPendingResponse>('countPending', {});
      if (gapSince === '') continue;
      world.record(`${process.name} reports a gap since ${gapSince}`);
      world.count('retention gap reported');
      world.publishAgain();
      return;
    }
  } catch (error) {
    world.record(`gaps are not reported: ${messageOf(error)}`);
  } finally {
    world.underWay -= 1;
  }
}
