import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Background, type Logger, PeriodicTask } from '@duixian/runtime';

const LOOKS_EVERY_MS = 10_000;
/** A process that needed less of a processor since the last look has nothing to do. */
const AT_REST_SHARE = 0.05;

/**
 * Gives back to the machine what the heap of a process grew by while it worked, once each time that it comes to rest:
 * V8 itself only does so for pages. Without this a service keeps, for ever, the new space that its start or its busiest
 * hour needed, up to a third of what it has at rest. It takes about a tenth of a second of a processor that is idle.
 */
export function givingMemoryBack(
  log: Logger,
  { usedMs = processorMs, collect = collectEverything } = {},
): Background {
  let before = usedMs();
  // The start is work.
  let hasWorked = true;
  return new PeriodicTask(
    { name: 'memory', everyMs: LOOKS_EVERY_MS, failure: 'memory could not be given back', log },
    async () => {
      const isAtRest = usedMs() - before < AT_REST_SHARE * LOOKS_EVERY_MS;
      if (isAtRest && hasWorked) collect();
      hasWorked = !isAtRest;
      // What collecting took is no work.
      before = usedMs();
    },
  );
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** As V8 collects where memory is nearly gone: it gives back the new space too. */
function collectEverything(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
