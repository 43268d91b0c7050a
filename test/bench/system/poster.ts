import { connect, type Socket } from 'node:net';

type Answer = { readonly status: number; readonly answer: string };

const END_OF_HEAD = '\r\n\r\n';

/**
 * Posts batches over connections that stay open, one request at a time on each. It writes its own HTTP, at half the
 * cost of a more capable client: the load is produced on the machine that is being measured.
 */
export class Poster {
  readonly #idle: Connection[] = [];
  readonly #url: URL;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = new URL(url);
    this.#key = key;
  }

  async post(path: string, body: string): Promise<Answer> {
    const connection = this.#open();
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: ${this.#url.host}`,
      'content-type: application/cloudevents-batch+json',
      `authorization: Bearer ${this.#key}`,
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const answer = await connection.ask(head.join('\r\n') + END_OF_HEAD + body);
    this.#idle.push(connection);
    return answer;
  }

  /** The gateway closes connections that were idle for a minute. */
  #open(): Connection {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (idle.isOpen) return idle;
    return new Connection(this.#url);
  }
}

/** Understands responses with a length, which all of the gateway's have. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor({ hostname, port }: URL) {
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.on('data', (part) => this.#take(part));
    this.#socket.on('error', (error) => this.#reject(error));
    this.#socket.on('close', () => this.#reject(new Error('The gateway closed a connection.')));
    // An idle connection does not keep the program running.
    this.#socket.unref();
  }

  get isOpen(): boolean {
    return this.#socket.writable;
  }

  ask(request: string): Promise<Answer> {
    this.#socket.ref();
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#socket.write(request);
    });
  }

  #take(part: Buffer): void {
    this.#received = this.#received.length === 0 ? part : Buffer.concat([this.#received, part]);
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = /^content-length: (\d+)$/im.exec(head)?.[1];
    if (length === undefined) {
      this.#reject(new Error(`An answer without a length: ${head}`));
      return;
    }
    const from = headEnd + END_OF_HEAD.length;
    if (this.#received.length < from + Number(length)) return;
    const answer = this.#received.toString('utf8', from, from + Number(length));
    this.#received = Buffer.alloc(0);
    this.#socket.unref();
    this.#resolve({ status: Number(head.slice(9, 12)), answer });
  }
}
