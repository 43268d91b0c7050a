import { LIMITS } from '@duixian/values';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const LOOK_EVERY_MS = 100;

/**
 * Closing takes a limited time: idle connections are closed at once, answers in flight ask their clients to close the
 * connection, new requests are refused, and after some seconds all connections are cut.
 */
export function closeInTime(app: FastifyInstance): void {
  let isClosing = false;
  let timers: NodeJS.Timeout[] = [];
  app.addHook('preClose', (done) => {
    isClosing = true;
    const look = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY_MS);
    const cut = setTimeout(() => app.server.closeAllConnections(), LIMITS.connectionsCloseMs.most);
    timers = [look, cut];
    done();
  });
  // The server closes when the last connection ends; then no timer is needed.
  app.server.once('close', () => {
    for (const timer of timers) clearTimeout(timer);
  });
  app.addHook('onRequest', (_request, _reply, done) => {
    done(
      isClosing ? new Problem('unavailable', 'This process is closing; send the request again.') : undefined,
    );
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing) reply.header('connection', 'close');
    done(null, payload);
  });
}
