// Use as: node --import @duixian/runtime/register-telemetry src/main.ts
// Tracing is loaded only where an OTLP endpoint is set: without one it costs neither memory nor time.
if (process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] || process.env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) {
  const { startTracing } = await import('./tracing.ts');
  startTracing();
}
