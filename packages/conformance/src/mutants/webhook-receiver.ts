import { verify } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { hmacSignature, publicKeyObject } from '../webhook/signatures.ts';

const TOLERANCE_S = 300;

type Held = { version: number; state: unknown };
export type Received = { readonly id: string; readonly event: Record<string, unknown> };
type Signed = { readonly id: string; readonly at: Date; readonly body: string };

/** Each function is what a partner writes; a mutant replaces one of them. */
export const RIGHT_RECEIVER = {
  /** By how many others it has in work. */
  delayMs: (_others: number): number => 0,
  accepted: { status: 204 } as { status: number; location?: string },
  isTimely: (sentAtS: number, nowS: number): boolean => Math.abs(nowS - sentAtS) <= TOLERANCE_S,
  signaturesOf: (header: string): string[] => header.split(' '),
  bodyToVerify: (raw: string): string => raw,
  isSigned: (signature: string, signed: Signed, { secret, publicKey }: ReceiverKeys): boolean => {
    if (!signature.startsWith('v1a,')) return signature === hmacSignature(secret, signed);
    const content = Buffer.from(`${signed.id}.${Math.floor(signed.at.getTime() / 1000)}.${signed.body}`);
    return verify(null, content, publicKeyObject(publicKey), Buffer.from(signature.slice(4), 'base64'));
  },
  takes: (_event: Record<string, unknown>): boolean => true,
  isKnown: (ids: ReadonlyMap<string, number>, id: string): boolean => ids.has(id),
  isNewer: (held: Held, version: number): boolean => version > held.version,
  admits: (_underWork: number): boolean => true,
};

export type ReceiverParts = typeof RIGHT_RECEIVER;
export type ReceiverKeys = { readonly secret: string; readonly publicKey: string };
export type RunningReceiver = { readonly url: string; readonly effectsUrl: string; close(): Promise<void> };

/** A receiver on 127.0.0.1 with `POST /hooks` and `GET /effects`. */
export async function startReceiver(keys: ReceiverKeys, parts: ReceiverParts): Promise<RunningReceiver> {
  const timesApplied = new Map<string, number>();
  const held = new Map<string, Held>();
  let underWork = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const address = new URL(request.url ?? '', 'http://127.0.0.1');
    if (address.pathname === '/effects') {
      const of = (name: string) => address.searchParams.get(name) ?? '';
      const version = held.get(of('subject'))?.version ?? null;
      response.end(JSON.stringify({ timesApplied: timesApplied.get(of('id')) ?? 0, version }));
      return;
    }
    if (!parts.admits(underWork)) return;
    underWork += 1;
    const received = verified(request.headers, await textOf(request), keys, parts);
    await wait(parts.delayMs(underWork - 1));
    underWork -= 1;
    if (received === undefined) response.writeHead(401).end();
    else if (!parts.takes(received.event)) response.writeHead(400).end('not known here');
    else {
      apply(received, timesApplied, held, parts);
      const { status, location } = parts.accepted;
      response.writeHead(status, location === undefined ? {} : { location }).end();
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `${url}/hooks`, effectsUrl: `${url}/effects`, close: () => closed(server) };
}

async function textOf(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function verified(
  headers: IncomingHttpHeaders,
  raw: string,
  keys: ReceiverKeys,
  parts: ReceiverParts,
): Received | undefined {
  const header = (name: string) => String(headers[name] ?? '');
  const id = header('webhook-id');
  const sentAtS = Number(header('webhook-timestamp'));
  if (!parts.isTimely(sentAtS, Date.now() / 1000)) return undefined;
  const signed = { id, at: new Date(sentAtS * 1000), body: parts.bodyToVerify(raw) };
  const isSigned = parts
    .signaturesOf(header('webhook-signature'))
    .some((signature) => parts.isSigned(signature, signed, keys));
  return isSigned ? { id, event: JSON.parse(raw) as Record<string, unknown> } : undefined;
}

function apply(
  { id, event }: Received,
  timesApplied: Map<string, number>,
  held: Map<string, Held>,
  parts: ReceiverParts,
): void {
  if (parts.isKnown(timesApplied, id)) return;
  timesApplied.set(id, (timesApplied.get(id) ?? 0) + 1);
  const subject = String(event['subject']);
  const data = event['data'] as { version: number };
  const state = held.get(subject) ?? { version: 0, state: null };
  if (parts.isNewer(state, data.version)) held.set(subject, { version: data.version, state: data });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
