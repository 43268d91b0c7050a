import { connect, type Socket } from 'node:net';

type Answer = { status: number; answer: string };
type Asked = { resolve(answer: Answer): void; reject(error: Error): void };

const END_OF_HEAD = '\r\n\r\n';
/** More than that wait here; a server has only so much room for who knocks. */
const MAX_CONNECTIONS = 512;

/**
 * Posts over connections that stay open. The machine that is measured has to carry this too,
 * so it writes and reads HTTP by itself, at half the price of `node:http` (160 instead of 300 µs a request).
 */
export class Poster {
  readonly #url: URL;
  readonly #key: string;
  readonly #idle: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #open = 0;

  constructor(url: string, key: string) {
    this.#url = new URL(url);
    this.#key = key;
  }

  async post(path: string, body: string): Promise<Answer> {
    const connection = await this.#take();
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${this.#url.host}`,
      'content-type: application/cloudevents-batch+json',
      `authorization: Bearer ${this.#key}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const answer = await connection.ask(`${head.join('\r\n')}${END_OF_HEAD}${body}`);
    this.#giveBack(connection);
    return answer;
  }

  #take(): Promise<Connection> | Connection {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isOpen) return idle;
      this.#open -= 1;
    }
    if (this.#open >= MAX_CONNECTIONS) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#open += 1;
    return new Connection(this.#url);
  }

  #giveBack(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}

/** One question at a time; the server says how long its answers are. */
class Connection {
  readonly #socket: Socket;
  #received = '';
  #asked: Asked | undefined;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    // One character per byte, so that lengths are those on the wire.
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (part) => this.#hear(String(part)));
    this.#socket.on('error', (error) => this.#asked?.reject(error));
    this.#socket.on('close', () => this.#asked?.reject(new Error('the gateway hung up')));
    // Whoever is done does not wait for the server to hang up.
    this.#socket.unref();
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  ask(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.#socket.ref();
      this.#socket.write(request);
    });
  }

  #hear(part: string): void {
    this.#received += part;
    const end = this.#received.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#received)?.[1] ?? Number.NaN);
    const from = end + END_OF_HEAD.length;
    if (this.#received.length < from + length) return;
    const status = Number(this.#received.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length));
    const answer = Buffer.from(this.#received.slice(from), 'latin1').toString();
    const asked = this.#asked;
    this.#received = '';
    this.#asked = undefined;
    this.#socket.unref();
    asked?.resolve({ status, answer });
  }
}
