import { parentPort, workerData } from 'node:worker_threads';
import { readPayeeTable } from './read-payee-table.ts';

/** Other work of the thread runs this often, if nothing blocks it. */
const TURN_MS = 5;

let longestPauseMs = 0;
let last = performance.now();
const note = (): void => {
  const now = performance.now();
  longestPauseMs = Math.max(longestPauseMs, now - last);
  last = now;
};
const timer = setInterval(note, TURN_MS);
const { rows, faults } = await readPayeeTable(workerData as Uint8Array, 'csv');
note();
clearInterval(timer);
parentPort?.postMessage({ rows: rows.length, message: faults[0]?.message, longestPauseMs });
