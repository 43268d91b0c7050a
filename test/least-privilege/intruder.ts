import { readFileSync } from 'node:fs';
import { BACKED_SERVICES, credentialVariables } from '@duixian/local';
import { MessageProofs } from '@duixian/messaging/message-proofs';
import { parseServiceKeys } from '@duixian/messaging/service-keys';
import {
  type ChannelCredentials,
  type Client,
  credentials,
  Metadata,
  makeGenericClientConstructor,
  type ServiceError,
} from '@grpc/grpc-js';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import { MongoClient } from 'mongodb';
import type { Stage } from '../e2e/stage.ts';

/** An attacker who controls a service, with all of its credentials. */
export class Intruder {
  readonly #stage: Stage;
  readonly #service: string;
  readonly #clients = new Map<string, Client>();

  constructor(stage: Stage, service: string) {
    this.#stage = stage;
    this.#service = service;
  }

  async connectNats(): Promise<NatsConnection> {
    const options = {
      servers: this.#stage.addressOf('nats'),
      authenticator: nkeyAuthenticator(this.#file('NATS_NKEY_SEED_FILE')),
      inboxPrefix: `_INBOX_${this.#service}`,
      reconnect: false,
    };
    // The server allows two seconds for authentication, which a busy machine can exceed.
    return connect(options).catch(() => connect(options));
  }

  /** The proofs that the service can make, for the readers that it has. */
  proofs(): MessageProofs {
    const service = BACKED_SERVICES.find((name) => name === this.#service);
    if (!service) throw new Error(`${this.#service} proves nothing`);
    return new MessageProofs(parseServiceKeys(service, this.#file('NATS_SERVICE_KEYS_FILE').toString()));
  }

  async connectMongo(): Promise<MongoClient> {
    const database = `duixian_${this.#service}`;
    const auth = { username: database, password: this.#file('MONGO_PASSWORD_FILE').toString() };
    const url = `mongodb://${this.#stage.addressOf('mongod')}/?directConnection=true`;
    return MongoClient.connect(url, { auth, authSource: database });
  }

  /** Calls a method of another service with an empty request; returns the resulting status. */
  async call(server: string, path: string): Promise<ServiceError['code'] | 'answered'> {
    let client = this.#clients.get(server);
    if (!client) {
      const ssl = credentials.createSsl(
        this.#file('GRPC_TLS_CA_FILE'),
        this.#file('GRPC_TLS_KEY_FILE'),
        this.#file('GRPC_TLS_CERT_FILE'),
      );
      client = clientOf(this.#stage.addressOf(`${server}.grpc`), ssl, server);
      this.#clients.set(server, client);
    }
    return statusOf(client, path);
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #file(variable: string): Buffer {
    const path = credentialVariables(this.#stage.system.folder, this.#service)[variable];
    return readFileSync(path ?? '');
  }
}

export function clientOf(address: string, channel: ChannelCredentials, server: string): Client {
  const Client = makeGenericClientConstructor({}, 'Intruder');
  return new Client(address, channel, { 'grpc.ssl_target_name_override': server });
}

/** The status of a call with an empty request. */
export function statusOf(client: Client, path: string): Promise<ServiceError['code'] | 'answered'> {
  const empty = () => Buffer.alloc(0);
  return new Promise((resolve) => {
    const deadline = Date.now() + 5_000;
    client.makeUnaryRequest(
      path,
      empty,
      (answer: Buffer) => answer,
      null,
      new Metadata(),
      { deadline },
      (error) => resolve(error ? error.code : 'answered'),
    );
  });
}
