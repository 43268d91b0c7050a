import { register } from 'node:module';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { setTracingStop } from './tracing-state.ts';

/** Endpoint, headers and sampling come from the standard OTEL_ variables. */
export function startTracing(): void {
  // Without this loader hook, modules loaded with `import` are not instrumented.
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const sdk = new NodeSDK({
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
    metricReaders: [],
    instrumentations: [new GrpcInstrumentation(), new MongoDBInstrumentation()],
  });
  sdk.start();
  setTracingStop(() => sdk.shutdown());
}
