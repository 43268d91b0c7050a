import { type Context, context, propagation, type Span, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('@duixian/runtime');

/** The W3C traceparent of the current work; undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}

function contextOf(traceparent: string | undefined): Context {
  return traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
}

/**
 * Opens a span in the trace that a message carries, and returns the traceparent that continues from it. Without a
 * traceparent nothing is traced: batches mix messages of many requests, and each continues in its own trace.
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
