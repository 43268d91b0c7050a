import { type OutgoingMessage, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type * as api from '@duixian/api';
import { LIMITS } from '@duixian/values';
import type { ConnectionError } from 'fastify';
import { Problem } from './problem.ts';

/** Requests that the HTTP parser cannot read never reach a route; they are refused in the same form. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET') return;
  const kind = isOfTheAddress(error) ? 'uri-too-long' : (KINDS[error.code] ?? 'bad-request');
  refuseConnection(
    socket,
    new Problem(kind, DETAILS[kind] ?? (error.code === 'HPE_INVALID_METHOD' ? NO_METHOD : NOT_HTTP)),
  );
}

type AnsweringSocket = Socket & { readonly _httpMessage?: OutgoingMessage | null };

/**
 * Answers and ends a connection that cannot be used further; in the middle of an answer it is only cut. The client gets
 * a moment to read the refusal. An `error` listener is needed because a tunnel's socket has no other, and an unhandled
 * `error` event ends the process.
 */
export function refuseConnection(socket: Socket, problem: Problem, headers = ''): void {
  socket.off('error', ignore).on('error', ignore);
  const isAnswering = (socket as AnsweringSocket)._httpMessage?.headersSent === true;
  if (isAnswering || !socket.writable) {
    socket.destroy();
    return;
  }
  const { statusCode } = problem;
  const body = JSON.stringify(problem.toDocument());
  socket.end(
    `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${headers}Content-Type: application/problem+json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  const cut = setTimeout(() => socket.destroy(), LIMITS.refusedMs.most);
  socket.once('close', () => clearTimeout(cut));
}

function ignore(): void {}

const KINDS: Partial<Record<string, api.ProblemKind>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

const NOT_HTTP = 'This is not a request of HTTP/1.1.';
const NO_METHOD = 'This is not a request of HTTP/1.1 with an allowed method: GET, HEAD or POST, in capitals.';
const DETAILS: Partial<Record<api.ProblemKind, string>> = {
  'headers-too-large': `The request line and the headers are larger than ${LIMITS.headBytes.most / 1_024} KiB together.`,
  'uri-too-long': `The address is longer than ${LIMITS.addressBytes.most / 1_024} KiB.`,
  'request-timeout': `The headers must arrive within ${LIMITS.headMs.most / 1_000} s, and the whole request within ${LIMITS.requestMs.most / 1_000} s.`,
};

/** Where the request line alone is longer than an address may be, the fault is the address. */
function isOfTheAddress({ code, rawPacket }: ConnectionError): boolean {
  if (code !== 'HPE_HEADER_OVERFLOW') return false;
  // Its type declares what JSON makes of the buffer.
  const line = (rawPacket as unknown as Buffer).subarray(0, LIMITS.addressBytes.most);
  return /^[A-Z]+ /.test(line.toString('latin1', 0, 20)) && !line.includes(0x0a);
}
