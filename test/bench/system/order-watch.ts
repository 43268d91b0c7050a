import { disbursementV1 } from '@duixian/proto';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Stage } from '../../e2e/stage.ts';

type Wanted = { readonly count: number; readonly resolve: (at: number) => void };

/** Hears of every order that the treasury has accepted and whose status is recorded: the end of a chain. */
export class OrderWatch {
  readonly #connection: NatsConnection;
  readonly #acceptedAt = new Map<string, number>();
  #wanted: Wanted | undefined;

  private constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#listen();
  }

  static async open(stage: Stage): Promise<OrderWatch> {
    return new OrderWatch(await connect({ servers: stage.addressOf('nats') }));
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Forgets what was heard; resolves to the time (performance.now) at which `count` payees had an order accepted. */
  payees(count: number): Promise<number> {
    this.#acceptedAt.clear();
    return new Promise((resolve) => {
      this.#wanted = { count, resolve };
    });
  }

  /** When the first order of this payee was accepted, since payees were last counted. */
  acceptedAt(uscc: string): number | undefined {
    return this.#acceptedAt.get(uscc);
  }

  async #listen(): Promise<void> {
    for await (const { data } of this.#connection.subscribe('duixian.orders.changed')) {
      const { order } = disbursementV1.OrderChanged.decode(data);
      // An intermediary's order pays for many contracts; that of a buyer ends one chain.
      if (order?.state !== disbursementV1.OrderState.ACCEPTED || order.group === INTERMEDIARY) continue;
      if (!this.#acceptedAt.has(order.payeeUscc)) this.#acceptedAt.set(order.payeeUscc, performance.now());
      this.#tell();
    }
  }

  #tell(): void {
    if (!this.#wanted || this.#acceptedAt.size < this.#wanted.count) return;
    this.#wanted.resolve(performance.now());
    this.#wanted = undefined;
  }
}

const INTERMEDIARY = 'facilitation';
