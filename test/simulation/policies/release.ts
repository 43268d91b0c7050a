import type { Random } from '@duixian/testing';
import type { World } from '../world.ts';

type Readings = Readonly<Record<string, string>>;

/**
 * What is delivered: the readings that an empty system takes, and others, each of which reads the law
 * differently.
 */
const FIRST: Readings = {};
const DELIVERED: readonly Readings[] = [
  FIRST,
  { R5: 'paid' },
  { R1: 'apart' },
  { R1: 'apart', R4: 'difference' },
  { R1: 'apart', R2: 'both', R4: 'difference', R5: 'paid', R6: 'signed' },
];

/** The settings that processes of awards start with from now on. */
export class Release {
  readings = FIRST;

  change(random: Random): void {
    this.readings = random.pick(DELIVERED.filter((readings) => readings !== this.readings));
  }
}

/** A release with other readings: one process of awards restarts with it, the other one sooner or later. */
export function deliver(world: World): void {
  const { random, release } = world;
  release.change(random);
  world.record(`awards is delivered with the readings ${JSON.stringify(release.readings)}`);
  world.count('other readings are delivered');
  const [first, second] = random.shuffled(world.processesOf('awards'));
  if (first) world.kill(first);
  if (second && random.isTrue(0.5)) world.kill(second);
}
