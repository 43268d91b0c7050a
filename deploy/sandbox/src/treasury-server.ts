import { isDay } from '@duixian/values';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { answerOf, type Behaviour, behaviour, type Plan, planFor } from './behaviour.ts';
import { type JudgedOrder, judgedOrder } from './judged-order.ts';
import type { OrderFile } from './order-file.ts';
import { statementOf } from './statement.ts';
import type { StatusSender } from './status-sender.ts';

const pushed = z.object({
  orders: z.array(judgedOrder).min(1).max(1_000),
});

interface TreasuryParts {
  file: OrderFile;
  sender: StatusSender;
  secret: string;
  behaviour: Behaviour;
}

/**
 * `POST /orders` takes a signed batch (Standard Webhooks) and answers per order; the same order again gets the same
 * answer, other content under a known id gets `conflict`. `GET /orders` lists what arrived; `PUT /behaviour` changes
 * the treatment of orders from then on; `GET /statement?day=…` returns the outcomes of orders on that day.
 */
export function treasuryServer(parts: TreasuryParts): FastifyInstance {
  const server = fastify({ bodyLimit: 8 * 1024 * 1024, forceCloseConnections: true });
  // The signature covers the bytes, so the body is parsed only after verification.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  server.post('/orders', (request, reply) => takeOrders(parts, request, reply));
  server.get('/orders', () => ({
    orders: parts.file.all().map(({ content, said: _said, ...about }) => ({ ...content, ...about })),
  }));
  server.get('/statement', (request, reply) => giveStatement(parts, request, reply));
  server.get('/healthz', () => ({ status: 'ok', pid: process.pid }));
  server.get('/behaviour', () => parts.behaviour);
  server.put('/behaviour', (request, reply) => changeBehaviour(parts, request, reply));
  return server;
}

/** Continues with the statuses that were not yet sent when it was stopped. */
export function resume({ file, sender, behaviour: rules }: TreasuryParts): void {
  for (const known of file.all())
    sender.speakOf(known, planFor(rules, known.content, known.position), undefined);
}

function takeOrders(parts: TreasuryParts, request: FastifyRequest, reply: FastifyReply): unknown {
  const body = String(request.body ?? '');
  if (!isSigned(parts.secret, body, request)) return problem(reply, 401, 'the signature is missing or wrong');
  const parsed = pushed.safeParse(jsonOf(body));
  if (!parsed.success) return problem(reply, 400, z.prettifyError(parsed.error));
  const { orders } = parsed.data;
  const refused = orders.find((order) => planOf(parts, order).does === 'refuse');
  if (refused) {
    const { reason } = planOf(parts, refused);
    return problem(reply, 422, `order ${refused.id} is refused${reason === '' ? '' : `: ${reason}`}`);
  }
  const fits = parts.file.receive(orders);
  const known = orders.map((order) => {
    const kept = parts.file.get(order.id);
    if (!kept) throw new Error(`order ${order.id} was taken in and is not there`);
    return { kept, plan: planFor(parts.behaviour, kept.content, kept.position) };
  });
  const traceparent = headerOf(request, 'traceparent');
  for (const { kept, plan } of known) parts.sender.speakOf(kept, plan, traceparent);
  if (known.some(({ kept, plan }) => kept.timesReceived <= plan.dropAnswers)) return request.raw.destroy();
  const answers = orders.map(({ id }, index) => ({
    id,
    status: fits[index] ? answerOf(known[index]?.plan ?? parts.behaviour.plan) : 'conflict',
    ...(fits[index] ? {} : { reason: 'this id is known with other content' }),
  }));
  return reply.send({ orders: answers });
}

/** Of one that was not taken yet, as if it were the next. */
function planOf({ file, behaviour: rules }: TreasuryParts, order: JudgedOrder): Plan {
  return planFor(rules, order, file.get(order.id)?.position ?? file.count + 1);
}

function changeBehaviour(parts: TreasuryParts, request: FastifyRequest, reply: FastifyReply): unknown {
  const parsed = behaviour.safeParse(jsonOf(String(request.body ?? '')));
  if (!parsed.success) return problem(reply, 400, z.prettifyError(parsed.error));
  parts.behaviour = parsed.data;
  return reply.send(parsed.data);
}

function giveStatement(parts: TreasuryParts, request: FastifyRequest, reply: FastifyReply): unknown {
  const { day = '' } = request.query as { day?: string };
  if (!isDay(day)) return problem(reply, 400, 'day: a day as YYYY-MM-DD');
  return reply.type('text/csv; charset=utf-8').send(statementOf(parts.file.all(), day));
}

function isSigned(secret: string, body: string, request: FastifyRequest): boolean {
  try {
    new Webhook(secret).verify(body, {
      'webhook-id': headerOf(request, 'webhook-id') ?? '',
      'webhook-timestamp': headerOf(request, 'webhook-timestamp') ?? '',
      'webhook-signature': headerOf(request, 'webhook-signature') ?? '',
    });
    return true;
  } catch {
    return false;
  }
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ status, detail });
}
