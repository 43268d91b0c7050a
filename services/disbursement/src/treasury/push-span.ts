import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import type { OrderDocument } from '../unit-of-work/collections.ts';

const tracer = trace.getTracer('@duixian/disbursement');

/**
 * Each order is pushed under the trace of the fact that caused it. A request has one traceparent, so it
 * carries that of its first traced order; every other order still has a span of its own for its push.
 */
export function startPushSpan(orders: readonly OrderDocument[]): {
  traceparent: string | undefined;
  end(): void;
} {
  const spans = orders.flatMap(({ _id, traceparent }) => {
    if (!traceparent) return [];
    const parent = propagation.extract(context.active(), { traceparent });
    const span = tracer.startSpan(
      'POST /orders',
      { kind: SpanKind.CLIENT, attributes: { 'order.id': _id } },
      parent,
    );
    const carrier: { traceparent?: string } = {};
    propagation.inject(trace.setSpan(parent, span), carrier);
    return [{ span, traceparent: carrier.traceparent ?? traceparent }];
  });
  return {
    traceparent: spans[0]?.traceparent,
    end: () => {
      for (const { span } of spans) span.end();
    },
  };
}
