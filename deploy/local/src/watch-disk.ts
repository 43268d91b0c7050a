import { statfsSync } from 'node:fs';
import { Problem } from './problem.ts';

const intervalMs = 5_000;
const neededBytes = 100 * 1024 * 1024;

/**
 * Reports when disk space runs out, before the servers reach its end in the middle of a write. Returns a function that
 * stops watching.
 */
export function watchDisk(path: string, isNearlyFull: (problem: Problem) => void): () => void {
  const timer = setInterval(() => {
    const { bavail, bsize } = statfsSync(path);
    if (bavail * bsize >= neededBytes) return;
    clearInterval(timer);
    isNearlyFull(
      new Problem(
        `The disk that holds ${path} is nearly full, so the system was stopped; nothing is lost. Make room and start it again.`,
      ),
    );
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
