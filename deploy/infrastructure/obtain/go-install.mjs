import { join } from 'node:path';
import { runProgram } from './run-program.mjs';

const buildTimeoutMs = 600_000;

/** Builds the server from its Go module; returns the path of the binary. */
export async function fromGoInstall(name, server, _platform, folder) {
  if (!server.goModule) throw new Error('it is not a Go program');
  const env = { ...process.env, GOBIN: folder, CGO_ENABLED: '0', GOFLAGS: '-trimpath' };
  await runProgram('go', ['install', server.goModule], { env, timeout: buildTimeoutMs, maxBuffer: 1 << 26 });
  return join(folder, name);
}
