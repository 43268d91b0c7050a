import { readFileSync } from 'node:fs';
import type { Stage } from '../../e2e/stage.ts';

/** Every part that a fact passes, except the treasury, which represents somebody else's program. */
export const PARTS = ['mongod', 'nats-server', 'gateway', 'contracts', 'awards', 'disbursement'] as const;

export type Part = (typeof PARTS)[number];
export type CpuMicros = Record<Part, number>;

const MICROS_PER_TICK = 10_000;

/** The CPU time of each part since it was started, in µs. */
export function cpuOf(stage: Stage): CpuMicros {
  return Object.fromEntries(PARTS.map((part) => [part, cpuMicros(stage.pidOf(part))])) as CpuMicros;
}

export function cpuBetween(before: CpuMicros, after: CpuMicros): CpuMicros {
  return Object.fromEntries(PARTS.map((part) => [part, after[part] - before[part]])) as CpuMicros;
}

export function sumOf(cpu: CpuMicros): number {
  return Object.values(cpu).reduce((sum, micros) => sum + micros, 0);
}

export function cpuMicros(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  // utime and stime, counted from the field after the program's name.
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}

export function residentMiB(pid: number): number {
  const kiB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kiB ?? 0) / 1_024;
}
