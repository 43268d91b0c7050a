import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export type ReceivedWebhook = {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
type Answer = (response: ServerResponse, received: ReceivedWebhook) => void;

/** An endpoint that notes what it receives, and answers as it is told. */
export class Receiver {
  readonly received: ReceivedWebhook[] = [];
  answer: Answer = (response) => response.end();
  readonly #server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.once('end', () => {
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, body };
      this.received.push(one);
      this.answer(response, one);
    });
  });

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`;
  }

  /** The subjects of the events, in the order in which they came; tests left out. */
  get subjects(): string[] {
    return this.events.map(({ subject }) => subject);
  }

  get events(): {
    readonly id: string;
    readonly subject: string;
    readonly type: string;
    readonly data: object;
  }[] {
    return this.received.map(({ body }) => JSON.parse(body)).filter(({ type }) => type !== 'duixian.test.v1');
  }

  answers(status: number, headers: Record<string, string> = {}): void {
    this.answer = (response) => response.writeHead(status, headers).end();
  }

  /** Throws where a signature is wrong. */
  verifyAll(secret: string): void {
    const webhook = new Webhook(secret);
    for (const { body, headers } of this.received) webhook.verify(body, headers as Record<string, string>);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** Waits for what happens within seconds. */
export async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (const deadline = performance.now() + 10_000; !(await holds()); ) {
    if (performance.now() > deadline) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
