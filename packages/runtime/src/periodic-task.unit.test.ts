import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Logger } from './logger.ts';
import { PeriodicTask } from './periodic-task.ts';

const EVERY_MS = 1_000;
type Answer = number | undefined;

let logged: string[];
let task: PeriodicTask | undefined;

beforeEach(() => {
  jest.useFakeTimers();
  // Waits are as long as they may be.
  jest.spyOn(Math, 'random').mockReturnValue(1);
  logged = [];
});

afterEach(async () => {
  await task?.stop();
  jest.restoreAllMocks();
  jest.useRealTimers();
});

function taskOf(work: () => Promise<Answer>, options: object = {}): PeriodicTask {
  const log = (level: string) => (about: object, text: string) =>
    logged.push(`${level}: ${text} ${JSON.stringify(about)}`);
  task = new PeriodicTask(
    {
      ...{ name: 'sweep', everyMs: EVERY_MS, failure: 'it could not be swept' },
      log: { info: log('info'), warn: log('warn') } as unknown as Logger,
      ...options,
    },
    work,
  );
  return task;
}

/** Work that ends, or fails, when told to. */
function slowWork() {
  const turns: { end(answer?: Answer): void; fail(): void }[] = [];
  const work = () =>
    new Promise<Answer>((resolve, reject) => {
      turns.push({ end: resolve, fail: () => reject(new Error('away')) });
    });
  return { turns, work };
}

/** Work that is over at once; `times` has when it began. */
function quickWork(answer: () => Answer = () => undefined) {
  const times: number[] = [];
  const startedAt = performance.now();
  const work = async () => {
    times.push(performance.now() - startedAt);
    return answer();
  };
  return { times, work };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('works at its interval, and first an interval after its start or at once', async () => {
  const later = quickWork();
  taskOf(later.work).start();
  await pass(2_500);
  expect(later.times).toEqual([1_000, 2_000]);
  await task?.stop();
  const atOnce = quickWork();
  taskOf(atOnce.work, { startsAtOnce: true }).start();
  await pass(1_500);
  expect(atOnce.times).toEqual([0, 1_000]);
});

it('never overlaps itself, and after a long turn keeps its beat', async () => {
  const { turns, work } = slowWork();
  taskOf(work).start();
  await pass(1_000);
  task?.wake();
  await pass(1_700);
  expect(turns).toHaveLength(1);
  turns[0]?.end();
  await pass(0);
  // It was woken meanwhile.
  expect(turns).toHaveLength(2);
  await pass(1_300);
  turns[1]?.end();
  await pass(699);
  expect(turns).toHaveLength(2);
  await pass(1);
  expect(turns).toHaveLength(3);
  turns[2]?.end();
});

it('is woken at once, or so early as is asked for, and then goes on from there', async () => {
  const { times, work } = quickWork();
  taskOf(work).start();
  await pass(100);
  task?.wake();
  await pass(100);
  task?.wake(300);
  // Later than it comes anyhow.
  task?.wake(900);
  await pass(1_500);
  expect(times).toEqual([100, 500, 1_500]);
});

it('looks seldom where its work answers that it is not needed sooner, and is woken all the same', async () => {
  const { times, work } = quickWork(() => 10_000);
  taskOf(work).start();
  await pass(5_000);
  task?.wake(EVERY_MS);
  await pass(20_000);
  expect(times).toEqual([1_000, 6_000, 16_000]);
});

it('pauses ever longer while it fails, whoever wakes it, and is as before when it succeeds', async () => {
  let fails = true;
  const { times, work } = quickWork(() => {
    if (fails) throw new Error('away');
    return undefined;
  });
  taskOf(work, { pause: { firstMs: 2_000, longestMs: 5_000 } }).start();
  for (let passed = 0; passed < 12_000; passed += 100) {
    task?.wake();
    await pass(100);
  }
  // It was woken at its start.
  expect(times).toEqual([0, 2_000, 6_000, 11_000]);
  fails = false;
  await pass(6_000);
  expect(times.slice(4)).toEqual([16_000, 17_000, 18_000]);
});

it('logs the first failure and the recovery, and counts the failures in a row', async () => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  const failuresInRow = async () => {
    const { resourceMetrics } = await reader.collect();
    const [metric] = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return [metric?.descriptor.name, metric?.dataPoints[0]?.attributes, metric?.dataPoints[0]?.value];
  };
  try {
    let fails = true;
    const { work } = quickWork(() => {
      if (fails) throw new Error('away');
      return undefined;
    });
    taskOf(work, { startsAtOnce: true }).start();
    await pass(0);
    await pass(1_000);
    await pass(2_000);
    const named = ['duixian_task_failures_in_row', { task: 'sweep' }];
    expect(await failuresInRow()).toEqual([...named, 3]);
    fails = false;
    await pass(10_000);
    expect(await failuresInRow()).toEqual([...named, 0]);
    expect(logged).toEqual([
      'warn: it could not be swept {"task":"sweep","reason":"away"}',
      'info: what failed before succeeds again {"task":"sweep","failures":3}',
    ]);
  } finally {
    await provider.shutdown();
    metrics.disable();
  }
});

it('waits at its end for the turn in progress, says nothing of its failure, and does nothing more', async () => {
  const { turns, work } = slowWork();
  taskOf(work, { startsAtOnce: true }).start();
  let isStopped = false;
  const stopped = task?.stop().then(() => {
    isStopped = true;
  });
  await pass(5_000);
  expect(isStopped).toBe(false);
  turns[0]?.fail();
  await stopped;
  task?.wake();
  await pass(5_000);
  expect([turns.length, logged]).toEqual([1, []]);
});

it('that is woken before its start works once, and is started as usual', async () => {
  const { times, work } = quickWork();
  taskOf(work).wake();
  task?.wake(10);
  await pass(500);
  expect(times).toEqual([0]);
  task?.start();
  await pass(1_000);
  expect(times).toEqual([0, 1_500]);
});
