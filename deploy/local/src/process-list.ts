import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The processes of a system are those with its data folder in their environment. So they are found regardless of who
 * started them and how the starter ended, and a pid that was reused is never mistaken for one of them.
 */
const OWNER_VARIABLE = 'DUIXIAN_SYSTEM_OF';
const PART_VARIABLE = 'DUIXIAN_PART';

export type SystemProcess = { readonly pid: number; readonly part: string };

/** The variables of every process of the system; `part` is its name for people. */
export function processMark(dataPath: string, part: string): Record<string, string> {
  return { [OWNER_VARIABLE]: dataPath, [PART_VARIABLE]: part };
}

export function processesOf(dataPath: string): SystemProcess[] {
  return allProcesses().flatMap(({ pid, variables }) => {
    if (pid === process.pid || variables.get(OWNER_VARIABLE) !== dataPath) return [];
    return [{ pid, part: variables.get(PART_VARIABLE) ?? 'unknown' }];
  });
}

type Listed = { pid: number; variables: Map<string, string> };

function allProcesses(): Listed[] {
  return process.platform === 'linux' ? processesOfLinux() : processesOfPs();
}

function processesOfLinux(): Listed[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // Empty for a process that has ended but was not yet waited for, refused for processes of other users.
      const variables = marksIn(readFileSync(`/proc/${name}/environ`, 'utf8').split('\0'));
      return [{ pid: Number(name), variables }];
    } catch {
      return [];
    }
  });
}

/** On other systems `ps` shows the environment after the command, for processes of the same user. */
function processesOfPs(): Listed[] {
  const listing = execFileSync('ps', ['-axwwE', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return listing.split('\n').flatMap((line) => {
    const [, pid, rest] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), variables: marksIn((rest ?? '').split(' ')) }];
  });
}

function marksIn(environment: string[]): Map<string, string> {
  const marks = environment.filter(
    (entry) => entry.startsWith(`${OWNER_VARIABLE}=`) || entry.startsWith(`${PART_VARIABLE}=`),
  );
  return new Map(
    marks.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}
