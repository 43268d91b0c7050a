import { currentTraceparent } from '@duixian/runtime';
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    span: Span | null;
  }
}

const tracer = trace.getTracer('@duixian/gateway');
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Opens a span per request, under the caller's where there is one (W3C Trace Context). Costs nothing while tracing is
 * off.
 */
export function traceRequests(app: FastifyInstance): void {
  app.decorateRequest('span', null);
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url ?? 'unknown';
    const attributes = { 'http.request.method': method, 'http.route': route };
    const parent = propagation.extract(context.active(), headers);
    request.span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    done();
  });
  app.addHook('onResponse', (request, { statusCode }, done) => {
    request.span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) request.span?.setStatus({ code: SpanStatusCode.ERROR });
    request.span?.end();
    done();
  });
}

/** Runs work as part of the request's trace, so that calls and log lines carry its ids. */
export function inTraceOf<T>({ span }: FastifyRequest, work: () => T): T {
  return span ? context.with(trace.setSpan(context.active(), span), work) : work();
}

/** The trace context that recorded facts carry: this process's span, or, where it does not trace, the caller's. */
export function traceparentOf({ headers }: FastifyRequest): string {
  const sent = headers['traceparent'];
  return currentTraceparent() ?? (typeof sent === 'string' && TRACEPARENT.test(sent) ? sent : '');
}
