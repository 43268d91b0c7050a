import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which systems pick the source port of outgoing connections (Linux from 32768, macOS and IANA
// from 49152). Inside it, a client that tries to reach a stopped server on its own machine may get that very port as
// its source, connect to itself, and keep the server from ever starting there again. And above the highest port that
// `fetch` refuses (10080, a "bad port" of the Fetch Standard): a service on such a port would never appear ready.
const FIRST_PORT = 10_081;
const LAST_PORT = 32_000;
const BLOCK = 32;

let ownPorts: number[] = [];

/**
 * A port on the loopback address on which nothing listens at this moment, and which is given to nobody else while this
 * process lives: otherwise another process that starts a system could find it free too, between its choice here and the
 * moment when a starting service listens on it.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ownPorts.shift();
    if (port === undefined) ownPorts = await ownBlock();
    else if (await isFree(port)) return port;
  }
}

/** The ports after one that this process listens on until it ends, which keeps other processes from using the block. */
async function ownBlock(): Promise<number[]> {
  for (;;) {
    const first = FIRST_PORT + BLOCK * randomInt(Math.floor((LAST_PORT - FIRST_PORT) / BLOCK));
    if (await listens(first)) return Array.from({ length: BLOCK - 1 }, (_, at) => first + 1 + at);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const holder = createServer((socket) => socket.destroy());
    holder.once('error', () => resolve(false));
    holder.listen(port, '127.0.0.1', () => resolve(true));
    holder.unref();
  });
}

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
