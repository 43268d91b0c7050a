import type { Fact } from '@duixian/facts';
import type { registerV1 } from '@duixian/proto';
import { messageOf } from '@duixian/runtime';
import type { Dump } from '@duixian/testing/memory-mongo';
import { pairOf } from './agreements.ts';
import type { Service } from './programs.ts';
import { ownerOf, type World } from './world.ts';

/** Registers whose sources are asked to send again. */
const REGISTERS = ['institutions', 'contracts', 'metering'] as const;
/** It has few facts of its own, so when it can be restored, it often is. */
const RARELY_BEHIND = 'metering';
/** The stream keeps three days, and some time passes until it is read. */
const OLDEST_BACKUP_MS = 24 * 3_600_000;

type Backup = { readonly service: Service; readonly dump: Dump; readonly at: number };
/** Three of each. */
const KEPT = 3 * REGISTERS.length;

/** Backups of registers, the restores from them, and how sources react. */
export class Restores {
  /** The newest first. */
  #backups: readonly Backup[] = [];
  /** Restored, and not every process of it has looked back yet. */
  readonly #awaited = new Set<Service>();
  readonly #restored = new Set<Service>();

  /** What the stream loses meanwhile cannot be recovered: that would be two faults, not one. */
  isAwaited({ processes }: Pick<World, 'processes'>): boolean {
    for (const service of this.#awaited)
      if (processes.every(({ program, isUp }) => program.service !== service || isUp))
        this.#awaited.delete(service);
    return this.#awaited.size > 0;
  }

  /** Whether a process of it may report that its database is older than what was published. */
  has(service: string): boolean {
    return [...this.#restored].some((one) => service.startsWith(one));
  }

  backUp({ mongo, now }: World): void {
    const taken = REGISTERS.map((service) => ({ service, dump: mongo.dump(`duixian_${service}`), at: now }));
    this.#backups = [...taken, ...this.#backups].slice(0, KEPT);
  }

  /** A backup replaces the database of a register, while its processes are gone. */
  restore(world: World): void {
    const { random, mongo } = world;
    const usable = this.#backups.filter(
      ({ service, dump, at }) =>
        world.now - at < OLDEST_BACKUP_MS && isAllOnTheRoad(world, service) && isBehind(world, service, dump),
    );
    // The newest backup of a register that can be restored at all.
    const services = random.shuffled([...new Set(usable.map(({ service }) => service))]);
    const wanted = services.includes(RARELY_BEHIND) && random.isTrue(0.5) ? RARELY_BEHIND : services[0];
    const found = usable.find(({ service }) => service === wanted);
    if (!found) return;
    const { service, dump } = found;
    for (const process of world.processes)
      if (process.program.service === service && process.link) world.kill(process);
    mongo.restore(`duixian_${service}`, dump);
    world.watchOfVersions.restored(service);
    // Its operator republishes what was agreed about sources since then.
    world.toRepublish.add('partners');
    this.#awaited.add(service);
    this.#restored.add(service);
    world.record(`${service} is restored from its backup`);
    world.count(`restored: ${service}`);
  }

  /** Sources check what is missing, and send everything from then on once more. */
  async sendAgain(world: World): Promise<void> {
    const [service] = world.random.shuffled([...this.#restored]);
    const process = service && world.processOf(service);
    const { arrivals, facts } = world;
    if (!process || arrivals.some((fact) => ownerOf(fact) === service)) return;
    world.underWay += 1;
    try {
      const request: registerV1.ListSourcesRequest = { after: '', limit: 0 };
      const { sources } = await process.ask<registerV1.ListSourcesResponse>('listSources', request);
      for (const { source, missingFacts, sendAgainFrom } of sources) {
        if (missingFacts === 0n) continue;
        const own = facts.filter(
          (fact) =>
            ownerOf(fact) === service &&
            [source, pairOf(source)].includes(fact.source) &&
            Date.parse(fact.time) >= Date.parse(sendAgainFrom) &&
            !arrivals.includes(fact),
        );
        // Some keep what they sent, others only the current state.
        const again = world.random.isTrue(0.5) ? own : newestOfEach(own);
        arrivals.push(...again);
        world.record(
          `${source} sends ${again.length} facts to ${service} again, which misses ${missingFacts}`,
        );
        world.count('sent again after a restore');
      }
    } catch (error) {
      world.record(`${process.name} does not say what it misses: ${messageOf(error)}`);
    } finally {
      world.underWay -= 1;
    }
  }

  /** What is still missing, and where. */
  missing(world: World): string[] {
    return REGISTERS.filter((service) => !world.isEmpty(service, 'missing'));
  }
}

function newestOfEach(facts: readonly Fact[]): Fact[] {
  const newest = new Map<string, Fact>();
  for (const fact of facts) {
    const record = `${fact.type} ${fact.subject}`;
    if (fact.data.revision > (newest.get(record)?.data.revision ?? 0)) newest.set(record, fact);
  }
  return [...newest.values()];
}

/** A restore that loses nothing tests nothing. */
function isBehind({ mongo }: World, service: Service, backup: Dump): boolean {
  return recordedIn(backup) < recordedIn(mongo.dump(`duixian_${service}`));
}

function recordedIn(dump: Dump): number {
  return dump
    .filter(({ collection }) => collection === 'things' || collection === 'history')
    .reduce((sum, { documents }) => sum + documents.length, 0);
}

/** What is recorded only in the outbox is lost with a database: then nobody can know that it is missing. */
function isAllOnTheRoad(world: World, service: Service): boolean {
  return (
    world.isEmpty(service, 'outbox') && !world.toRepublish.has(service) && world.nats.streams.has('FACTS')
  );
}
