import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Meter, metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

export type Metrics = {
  readonly meter: Meter;
  /** Answers a scrape of Prometheus. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  shutdown(): Promise<void>;
};

/** Metrics are always on: counters cost next to nothing, and they are rendered only at a scrape. */
export function startMetrics(service: string): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    readers: [exporter],
  });
  metrics.setGlobalMeterProvider(provider);
  return {
    meter: provider.getMeter('duixian'),
    serve: (request, response) => exporter.getMetricsRequestHandler(request, response),
    shutdown: () => provider.shutdown(),
  };
}
