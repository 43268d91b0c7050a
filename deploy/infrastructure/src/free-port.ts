import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range from which systems pick the source port of outgoing connections (Linux from 32768, macOS and IANA
// from 49152). Inside it, a client that tries to reach a stopped server on its own machine may be given that very port
// as its source, connect to itself, and keep the server from ever starting there again.
// And above the highest port that `fetch` does not talk to (10080, a "bad port" of the Fetch Standard): a service on it
// would never be seen to be ready.
const firstPort = 10_081;
const lastPort = 32_000;

/** A port on the loopback address on which nothing listens at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(firstPort, lastPort);
    if (await isFree(port)) return port;
  }
}

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
