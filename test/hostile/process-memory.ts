import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MIB = 1024 * 1024;
const ROOT = '/sys/fs/cgroup';

/**
 * What the deployment allows a service, by a control group of its own as an orchestrator makes it: beyond it the kernel ends
 * the process. Pages that it has already are not counted there, so the group may add what is left of the limit.
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

/** Resident now, in MiB. */
export function residentMib(pid: number): number {
  return mibOf(pid, 'VmRSS');
}

/** The most that it had resident since it was started, or since its peak was forgotten, in MiB. */
export function peakMib(pid: number): number {
  return mibOf(pid, 'VmHWM');
}

/** Forgets the peak until now. */
export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function mibOf(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [, kib = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? [];
  return Number(kib) / 1024;
}
