import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const sameKeyPressMs = 500;

/** Runs a program on this terminal and resolves to its exit code. Signals reach it once. */
export function runInForeground(program, programArguments, options = {}) {
  // Ctrl-C goes to the whole foreground process group, and npm forwards it again. In a group of its own the program
  // gets only the one that is forwarded here.
  const child = spawn(program, programArguments, { stdio: 'inherit', detached: true, ...options });
  const lastSent = new Map();
  for (const signal of forwarded) {
    process.on(signal, () => {
      const now = performance.now();
      if (now - (lastSent.get(signal) ?? -Infinity) < sameKeyPressMs) return;
      lastSent.set(signal, now);
      child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new Error(`${program} cannot be run: ${cause.message}.`, { cause })),
    );
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
