import { InterceptingCall, type Interceptor, type Metadata, status } from '@grpc/grpc-js';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('@duixian/runtime');
const IN_METADATA = { set: (metadata: Metadata, key: string, value: string) => metadata.set(key, value) };

/** Each call that is made as part of a trace is a span of it, and the service that answers continues it. */
export const traceCalls: Interceptor = (options, nextCall) => {
  if (!trace.getActiveSpan()) return new InterceptingCall(nextCall(options));
  const name = options.method_definition.path.slice(1);
  const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: { 'rpc.system': 'grpc' } });
  const within = trace.setSpan(context.active(), span);
  return new InterceptingCall(nextCall(options), {
    start(metadata, _listener, next) {
      propagation.inject(within, metadata, IN_METADATA);
      next(metadata, {
        onReceiveStatus(result, nextStatus) {
          if (result.code !== status.OK)
            span.setStatus({ code: SpanStatusCode.ERROR, message: result.details });
          span.end();
          nextStatus(result);
        },
      });
    },
  });
};
