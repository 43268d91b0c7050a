let exportLast: (() => Promise<void>) | undefined;

/** Traces this process where an OTLP endpoint is set: without one, tracing costs neither memory nor time. */
export async function startTracing(): Promise<void> {
  if (!process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] && !process.env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])
    return;
  const { traceAll } = await import('./tracing.ts');
  exportLast = traceAll();
}

export function isTracing(): boolean {
  return exportLast !== undefined;
}

/** Exports the spans that are still buffered; without it the last spans of a process are lost. */
export async function stopTracing(): Promise<void> {
  await exportLast?.().catch(() => {});
  exportLast = undefined;
}
