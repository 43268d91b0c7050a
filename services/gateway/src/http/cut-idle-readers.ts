import type { Socket } from 'node:net';
import { LIMITS } from '@duixian/values';
import type { FastifyInstance } from 'fastify';

/** Node tells nowhere else how much of what was written the system has taken. */
type Writing = Socket & {
  readonly _handle?: { readonly bytesWritten: number; readonly writeQueueSize: number } | null;
};

/**
 * A client that takes nothing of its answer for a while is cut off, whichever answer it is and however little is left of
 * it: it holds memory, and a place that others wait for.
 */
export function cutIdleReaders(app: FastifyInstance, idleMs: number = LIMITS.idleReaderMs.most): void {
  const open = new Map<Writing, { taken: number; atMs: number }>();
  app.server.on('connection', (socket: Socket) => {
    open.set(socket, { taken: 0, atMs: performance.now() });
    socket.once('close', () => open.delete(socket));
  });
  const look = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, seen] of open) {
      const taken = takenOf(socket);
      if (socket.writableLength === 0 || taken !== seen.taken) open.set(socket, { taken, atMs: nowMs });
      else if (nowMs - seen.atMs >= idleMs) {
        app.log.info(
          { client: socket.remoteAddress },
          `it took nothing of its answer for ${idleMs} ms, and is cut off`,
        );
        socket.destroy();
      }
    }
  }, idleMs / 10);
  look.unref();
  app.server.once('close', () => clearInterval(look));
}

function takenOf({ _handle: handle, bytesWritten, writableLength }: Writing): number {
  return handle ? handle.bytesWritten - handle.writeQueueSize : bytesWritten - writableLength;
}
