import { asyncApiDocument } from '@duixian/api';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';

/** /asyncapi.json: facts in and events out, from the definitions that check them. */
export function documentAsyncApi(app: FastifyInstance, limit: onRequestAsyncHookHandler): void {
  const document = JSON.stringify(asyncApiDocument());
  const shown = { exposeHeadRoute: true, schema: { hide: true }, onRequest: limit };
  app.get('/asyncapi.json', shown, (_, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(document),
  );
}
