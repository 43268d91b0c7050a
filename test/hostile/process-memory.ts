import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;
const ROOT = '/sys/fs/cgroup';

/**
 * Applies the deployment's memory limit with a control group, as an orchestrator does: beyond it the kernel ends the
 * process. Pages that the process already has are not counted there, so the group may add the rest of the limit.
 */
export function limitMemory(name: string, pid: number, mostMib: number): () => void {
  const isFirstVersion = existsSync(join(ROOT, 'memory'));
  const group = join(ROOT, isFirstVersion ? 'memory' : '', `duixian-${process.pid}-${name}`);
  mkdirSync(group);
  const left = Math.ceil((mostMib - residentMib(pid)) * MIB);
  writeFileSync(join(group, isFirstVersion ? 'memory.limit_in_bytes' : 'memory.max'), String(left));
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
  return () => rmdirSync(group);
}

/** Resident memory now, in MiB. */
export function residentMib(pid: number): number {
  return mibOf(pid, 'VmRSS');
}

/** The peak of resident memory since it was started, or since the peak was reset, in MiB. */
export function peakMib(pid: number): number {
  return mibOf(pid, 'VmHWM');
}

/** Resets the peak. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function mibOf(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  return Number(kib) / 1024;
}
