import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { plainProblem } from './problem.ts';

/** Requests that no HTTP parser could read never reach a route; they are refused in the same form. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [status, detail] = REFUSALS[error.code] ?? [400, 'This is not a request of HTTP/1.1.'];
  const document = plainProblem(status, detail);
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${status} ${document.title}\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const REFUSALS: Partial<Record<string, [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive within a minute.'],
};
