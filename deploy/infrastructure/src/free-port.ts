import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which systems pick the source port of outgoing connections (Linux from 32768, macOS and IANA
// from 49152). Inside it, a client that tries to reach a stopped server on its own machine may be given that very port
// as its source, connect to itself, and keep the server from ever starting there again.
// And above the highest port that `fetch` does not talk to (10080, a "bad port" of the Fetch Standard): a service on it
// would never be seen to be ready.
const FIRST_PORT = 10_081;
const LAST_PORT = 32_000;
const BLOCK = 32;

let ownPorts: number[] = [];

/**
 * A port on the loopback address on which nothing listens at this moment, and which is given to nobody else while this
 * process lives: between being chosen here and being listened on by a service that is still starting, another process
 * that starts a system would find it free too.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ownPorts.shift();
    if (port === undefined) ownPorts = await ownBlock();
    else if (await isFree(port)) return port;
  }
}

/** The ports behind one that this process listens on until it ends: that one keeps other processes from the block. */
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
