let stop: (() => Promise<void>) | undefined;

/** Tracing is loaded on demand; this remembers how to flush it without loading it. */
export function setTracingStop(stopTracing: () => Promise<void>): void {
  stop = stopTracing;
}

/** Exports the spans that are still buffered; without it the last spans of a process are lost. */
export async function stopTracing(): Promise<void> {
  await stop?.().catch(() => {});
  stop = undefined;
}
