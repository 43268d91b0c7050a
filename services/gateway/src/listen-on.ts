import type { FastifyInstance } from 'fastify';

/** Listens on `host:port` and returns the actual address, as port 0 means any free port. */
export async function listenOn(app: FastifyInstance, address: string): Promise<string> {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon);
  await app.listen({ host: host.replace(/^\[|\]$/g, ''), port: Number(address.slice(colon + 1)) });
  const bound = app.server.address();
  return typeof bound === 'object' && bound !== null ? `${host}:${bound.port}` : address;
}
