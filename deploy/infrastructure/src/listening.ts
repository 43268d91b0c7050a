import { connect } from 'node:net';

const answerTimeoutMs = 2_000;

/**
 * Whether something accepts connections there. This is cheaper than a client, which waits half a second between
 * attempts.
 */
export function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const settle = (listening: boolean) => {
      socket.destroy();
      resolve(listening);
    };
    socket.setTimeout(answerTimeoutMs, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
