import { spawn } from 'node:child_process';

/**
 * Ends the processes named in `pidFiles` and removes `folder` when this process is gone, however it ended: this
 * includes SIGKILL, at which no exit handler runs, and jest runs none for tests. A shell waits on a pipe that only this
 * process holds open. The pids are read at the end, because a restarted server has another one.
 */
export function tieToThisProcess(folder: string, pidFiles: string[]): { release(): void } {
  const script = 'read -r _; for file in "$@"; do kill -9 "$(cat "$file")"; done; sleep 0.2; rm -rf "$0"';
  const shell = spawn('sh', ['-c', script, folder, ...pidFiles], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  return { release: () => void shell.kill('SIGKILL') };
}
