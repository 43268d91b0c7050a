import { type Context, context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('@duixian/runtime');

/** The W3C traceparent of what is going on now; undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

function contextOf(traceparent: string | undefined): Context {
  return traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
}

/**
 * Opens a span under the trace that a message carries and answers the traceparent that goes on from it. Without a
 * traceparent nothing is traced: batches mix messages of many requests, and each goes on in its own trace.
 */
export function continueTrace(
  traceparent: string | undefined,
  name: string,
  kind: 'receive' | 'send',
): { traceparent: string | undefined; end(): void } {
  if (!traceparent) return { traceparent: undefined, end: () => {} };
  const spanKind = kind === 'receive' ? SpanKind.CONSUMER : SpanKind.PRODUCER;
  const parent = contextOf(traceparent);
  const span: Span = tracer.startSpan(
    name,
    { kind: spanKind, attributes: { 'messaging.system': 'nats' } },
    parent,
  );
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpan(parent, span), carrier);
  return { traceparent: carrier.traceparent ?? traceparent, end: () => span.end() };
}
