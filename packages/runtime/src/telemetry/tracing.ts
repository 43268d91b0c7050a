import * as grpc from '@grpc/grpc-js';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { GrpcInstrumentation } from '@opentelemetry/instrumentation-grpc';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace';
// @ts-expect-error: the driver describes only its public part.
import { Connection } from 'mongodb/lib/cmap/connection.js';

/**
 * What is instrumented, by the name and versions under which its instrumentation knows it. It is handed over here, and
 * not caught while modules are loaded, so that a program in one file is traced like one in many.
 */
const INSTRUMENTED: readonly { name: string; versions: string; exports: object }[] = [
  // Its servers: clients are made while modules are loaded, so they trace by themselves (trace-calls.ts).
  { name: '@grpc/grpc-js', versions: '^1.0.0', exports: { ...grpc } },
  { name: 'mongodb/lib/cmap/connection.js', versions: '>=6.4.0 <8', exports: { Connection } },
];

/** Endpoint, headers and sampling come from the standard OTEL_ variables. Returns what exports the last spans. */
export function traceAll(): () => Promise<void> {
  const sdk = new NodeSDK({
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
    metricReaders: [],
  });
  sdk.start();
  const disabled = { enabled: false };
  for (const instrumentation of [new GrpcInstrumentation(disabled), new MongoDBInstrumentation(disabled)]) {
    instrumentation.setTracerProvider(trace.getTracerProvider());
    const modules = instrumentation.getModuleDefinitions();
    for (const { name, supportedVersions, patch } of modules.flatMap((one) => [one, ...one.files]))
      for (const known of INSTRUMENTED)
        if (known.name === name && supportedVersions.includes(known.versions)) patch?.(known.exports);
  }
  return () => sdk.shutdown();
}
