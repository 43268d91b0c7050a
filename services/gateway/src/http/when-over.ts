import type { FastifyReply } from 'fastify';

/**
 * Calls once an answer is out or its connection is gone, whichever comes first. The response alone does not say: one that
 * waits behind another of its connection is never closed when that connection is.
 */
export function whenOver({ raw: response, request }: FastifyReply, over: () => void): void {
  const { socket } = request.raw;
  const once = () => {
    socket.off('close', once);
    response.off('close', once);
    over();
  };
  if (socket.destroyed) return over();
  socket.on('close', once);
  response.on('close', once);
}
