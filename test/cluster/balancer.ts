import { connect, createServer, type Server, type Socket } from 'node:net';

const ASKED_EVERY_MS = 500;
const ANSWER_TIMEOUT_MS = 400;

export type Target = { readonly address: string; readonly opsAddress: string };

/**
 * A load balancer in front of several processes of one service, as an orchestrator has it: a new connection goes to a
 * ready process.
 */
export class Balancer {
  readonly #targets: readonly Target[];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #ready: readonly Target[];

  private constructor(targets: readonly Target[], server: Server) {
    this.#targets = targets;
    this.#ready = targets;
    this.#server = server;
    this.#server.on('connection', (socket) => this.#forward(socket));
    this.#timer = setInterval(() => void this.#ask(), ASKED_EVERY_MS);
  }

  static async listen(targets: readonly Target[]): Promise<Balancer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Balancer(targets, server);
  }

  get address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the balancer listens on a port');
    return `127.0.0.1:${address.port}`;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  async #ask(): Promise<void> {
    const answers = await Promise.all(this.#targets.map(({ opsAddress }) => isReady(opsAddress)));
    this.#ready = this.#targets.filter((_, index) => answers[index]);
  }

  #forward(incoming: Socket): void {
    const [target] = this.#ready;
    if (!target) return void incoming.destroy();
    const [host, port] = target.address.split(':');
    const outgoing = connect(Number(port), host);
    for (const socket of [incoming, outgoing]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        incoming.destroy();
        outgoing.destroy();
      });
    }
    incoming.pipe(outgoing).pipe(incoming);
  }
}

async function isReady(opsAddress: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const answer = await fetch(`http://${opsAddress}/readyz`, { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
