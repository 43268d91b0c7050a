import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Random } from '@duixian/testing';
import { createInbox } from '@nats-io/transport-node';
import { ObjectId } from 'mongodb';
import type { Scheduler } from './scheduler.ts';

type Fetch = (url: string, request: { readonly body: string }) => Promise<unknown>;
type Given = { readonly scheduler: Scheduler; readonly random: Random; readonly fetch: Fetch };
type Named = Record<string, unknown>;

const RealDate = Date;

/**
 * The clock, the timers, randomness and the exit of a service are globals; so a simulation replaces them for
 * the duration of a history, and the services' code is exactly what runs in production. Answers how to
 * restore the real ones.
 */
export function giveGlobals({ scheduler, random, fetch }: Given): () => void {
  const startedAt = scheduler.now;
  // The first inbox name in a process draws random numbers, later ones do not.
  createInbox();
  const replacements = timersOf(scheduler);
  const undo = [
    replace(globalThis, { ...replacements, Date: dateOf(scheduler), fetch }),
    replace(globalThis, { performance: { now: () => scheduler.now - startedAt } }),
    // The driver takes its timers from these modules.
    replace(timers, replacements),
    replace(timersPromises, {
      setTimeout: (ms: number) => new Promise<void>((go) => void replacements.setTimeout(go, ms)),
    }),
    // Not the scheduler's own: what draws once in a process, for example for a name, must not change the
    // order of steps.
    replace(Math, { random: () => random.next() }),
  ];
  // Ids are in the order in which they were made; the counter within them starts anywhere.
  Object.assign(ObjectId, { index: 0 });
  return () => {
    for (const one of undo) one();
  };
}

/** A timer that is cleared after its step is pending is not stopped any more, like one that has begun. */
function timersOf(scheduler: Scheduler) {
  const cleared = new WeakSet<object>();
  const start = (work: (...given: unknown[]) => void, ms: number, given: unknown[], everyMs?: number) => {
    const handle = {
      id: 0,
      unref: () => handle,
      ref: () => handle,
      hasRef: () => true,
      refresh: () => handle,
    };
    const go = () => {
      if (!cleared.has(handle)) work(...given);
    };
    handle.id = scheduler.after(ms, 'a timer', go, everyMs);
    return handle;
  };
  const stop = (handle?: { id: number }) => {
    if (!handle) return;
    cleared.add(handle);
    scheduler.clear(handle.id);
  };
  return {
    setTimeout: (work: () => void, ms = 0, ...given: unknown[]) => start(work, ms, given),
    setInterval: (work: () => void, ms = 0, ...given: unknown[]) => start(work, ms, given, Math.max(1, ms)),
    setImmediate: (work: (...given: unknown[]) => void, ...given: unknown[]) =>
      scheduler.soon('a turn', () => work(...given)),
    clearTimeout: stop,
    clearInterval: stop,
  };
}

function dateOf(scheduler: Scheduler): DateConstructor {
  class SimulatedDate extends RealDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(scheduler.now);
      else super(...(given as [number]));
    }

    static override now(): number {
      return scheduler.now;
    }
  }
  return SimulatedDate as unknown as DateConstructor;
}

function replace(target: object, replacements: Named): () => void {
  const before = Object.keys(replacements).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  for (const [name, value] of Object.entries(replacements))
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: true });
  return () => {
    for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(target, name, descriptor);
  };
}
