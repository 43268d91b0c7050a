import { setTimeout as sleep } from 'node:timers/promises';
import { RestartDelay } from './restart-delay.ts';

/** One run of a part of the system: its process, how it ended, and when it is ready. */
export type PartRun = {
  readonly pid: number;
  readonly ended: Promise<string>;
  ready(): Promise<void>;
};

export type Part = {
  readonly name: string;
  launch(): Promise<PartRun>;
};

export type Watch = {
  /** Set once the system stops: from then on every end of a part is intended. */
  readonly stopping: AbortSignal;
  report(sentence: string): void;
  started(name: string, pid: number): void;
};

/** Starts a part and resolves when it is ready; whenever it ends unintentionally after that, it is started again. */
export async function keepRunning(part: Part, watch: Watch): Promise<void> {
  const run = await part.launch();
  watch.started(part.name, run.pid);
  await run.ready();
  void restartForEver(part, run, watch);
}

async function restartForEver(part: Part, first: PartRun, watch: Watch): Promise<void> {
  const { stopping, report } = watch;
  const delay = new RestartDelay();
  for (let run: PartRun | undefined = first; !stopping.aborted; ) {
    const since = performance.now();
    const how = await (run?.ended ?? 'it could not be started');
    if (stopping.aborted) return;
    const delayMs = delay.next(performance.now() - since);
    report(`${part.name} ended (${how}) and is started again in ${(delayMs / 1000).toFixed(1)} s.`);
    await sleep(delayMs, undefined, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return;
    run = await startAgain(part, watch);
  }
}

async function startAgain(part: Part, { report, started, stopping }: Watch): Promise<PartRun | undefined> {
  try {
    const run = await part.launch();
    started(part.name, run.pid);
    await run.ready();
    report(`${part.name} runs again.`);
    return run;
  } catch (error) {
    if (!stopping.aborted) report((error as Error).message);
    return undefined;
  }
}
