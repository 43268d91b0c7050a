import { LIMITS } from '@duixian/values';
import type { FastifyInstance } from 'fastify';
import { Problem } from './problem.ts';

const LOOK_EVERY_MS = 100;

/**
 * Closing ends in time: connections that idle are closed as soon as they do, answers under way tell their clients not to
 * come again on the same one, new requests are refused for the moment, and after some seconds all are cut.
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
  // Once nobody is connected the server is closed, and nothing is left to look after.
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
