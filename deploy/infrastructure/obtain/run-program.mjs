import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end and returns what it printed; rejects when it fails or takes longer than `timeout` ms. */
export const runProgram = promisify(execFile);
