import type { Socket } from 'node:net';
import { LIMITS } from '@duixian/values';
import type { FastifyInstance } from 'fastify';

/** The only place where Node shows how much of what was written the kernel has taken. */
type Writing = Socket & {
  readonly _handle?: { readonly bytesWritten: number; readonly writeQueueSize: number } | null;
};

/** Counted in looks, not in time: a process that stood still itself did not see its readers idle. */
const LOOKS = 10;

/**
 * Cuts off a client that takes nothing of its answer for a while, whatever the answer and however little is left: it
 * holds memory, and a place that others wait for.
 */
export function cutIdleReaders(app: FastifyInstance, idleMs: number = LIMITS.idleReaderMs.most): void {
  const open = new Map<Writing, { taken: number; looksInVain: number }>();
  app.server.on('connection', (socket: Socket) => {
    open.set(socket, { taken: 0, looksInVain: 0 });
    socket.once('close', () => open.delete(socket));
  });
  const look = setInterval(() => {
    for (const [socket, seen] of open) {
      const taken = takenOf(socket);
      const isIdle = socket.writableLength > 0 && taken === seen.taken;
      const looksInVain = isIdle ? seen.looksInVain + 1 : 0;
      open.set(socket, { taken, looksInVain });
      if (looksInVain < LOOKS) continue;
      const client = socket.remoteAddress;
      app.log.info({ client }, `a client took nothing of its answer for ${idleMs} ms and is cut off`);
      socket.destroy();
    }
  }, idleMs / LOOKS);
  look.unref();
  app.server.once('close', () => clearInterval(look));
}

function takenOf({ _handle: handle, bytesWritten, writableLength }: Writing): number {
  return handle ? handle.bytesWritten - handle.writeQueueSize : bytesWritten - writableLength;
}
