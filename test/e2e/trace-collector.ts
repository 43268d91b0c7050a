import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

export type SeenSpan = { readonly service: string; readonly name: string; readonly traceId: string };

/** Receives traces like an OpenTelemetry collector (OTLP over HTTP), as far as a test looks at them. */
export class TraceCollector {
  readonly spans: SeenSpan[] = [];
  /** Everything that was sent, for a test that searches for what must not be there. */
  text = '';
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request).then(() =>
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(),
      );
    });
  }

  async #take(request: IncomingMessage): Promise<void> {
    const body = await buffer(request);
    const isPacked = request.headers['content-encoding'] === 'gzip';
    const sent = isPacked ? gunzipSync(body) : body;
    this.text += sent.toString();
    this.spans.push(...spansIn(sent));
  }

  static async open(): Promise<TraceCollector> {
    const collector = new TraceCollector();
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** ExportTraceServiceRequest → ResourceSpans (1) → resource (1), ScopeSpans (2) → Span (2): trace_id (1), name (5). */
function spansIn(request: Uint8Array): SeenSpan[] {
  return fieldsOf(request, 1).flatMap((resourceSpans) => {
    const service = serviceOf(fieldsOf(resourceSpans, 1)[0]);
    const spans = fieldsOf(resourceSpans, 2).flatMap((scopeSpans) => fieldsOf(scopeSpans, 2));
    return spans.map((span) => ({
      service,
      name: textOf(fieldsOf(span, 5)[0]),
      traceId: Buffer.from(fieldsOf(span, 1)[0] ?? []).toString('hex'),
    }));
  });
}

/** Resource → attributes (1) → key (1), value (2) → string_value (1). */
function serviceOf(resource: Uint8Array | undefined): string {
  const attributes = resource ? fieldsOf(resource, 1) : [];
  const name = attributes.find((attribute) => textOf(fieldsOf(attribute, 1)[0]) === 'service.name');
  const value = name && fieldsOf(name, 2)[0];
  return textOf(value && fieldsOf(value, 1)[0]);
}

function fieldsOf(message: Uint8Array, wanted: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field === wanted && wireType === WireType.LengthDelimited) found.push(reader.bytes());
    else reader.skip(wireType, field);
  }
  return found;
}

function textOf(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
