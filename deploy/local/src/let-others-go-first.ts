import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** A third of what another has where others want all of the processor; all of it where they do not. */
const NICENESS = 5;
/** Linux takes such a change once in a tenth of a second, from whoever it comes. */
const TRIES = 20;
const BETWEEN_MS = 60;

/**
 * Gives a process less of a busy processor than the others of this system have. Linux with automatic groups
 * (sched_autogroup) gives every session its share and heeds niceness only within it, so there the group is told too. A
 * process whose priority cannot be changed works as it did.
 */
export async function letOthersGoFirst(pid: number): Promise<void> {
  try {
    setPriority(pid, NICENESS);
    for (let tries = 1; !tellGroup(pid) && tries < TRIES; tries += 1) await sleep(BETWEEN_MS);
  } catch {
    // It has ended already, or this system has no groups: who started it sees the one, and the other does no harm.
  }
}

function tellGroup(pid: number): boolean {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS), { flag: 'r+' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
    throw error;
  }
}
