import type { Meter } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { inTraceOf } from './trace-request.ts';

/**
 * One measurement per request, and a log line where it was refused. Of the key it holds only the id, of the URL only
 * the route.
 */
export function observeRequests(app: FastifyInstance, meter: Meter): void {
  const durations = meter.createHistogram('http.server.request.duration', {
    unit: 's',
    advice: { explicitBucketBoundaries: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30] },
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'unknown';
    const status = reply.statusCode;
    const elapsedMs = reply.elapsedTime;
    durations.record(elapsedMs / 1_000, {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
    });
    const { id: key, person } = request.apiKey ?? {};
    // Log lines are costly, and successful requests are counted above, so they are logged only at level debug.
    const level = status < 400 ? 'debug' : 'info';
    inTraceOf(request, () =>
      request.log[level]({ method, route, status, key, person, ms: Math.round(elapsedMs) }, 'request'),
    );
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('x-request-id', request.id);
    done(null, payload);
  });
}
