import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClusterMember, startTestCluster, type TestCluster } from '@duixian/infrastructure';
import type { ServerAccess } from '@duixian/local';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nkeyAuthenticator, nkeys } from '@nats-io/transport-node';
import { Stage } from '../e2e/stage.ts';

const STREAMS = {
  FACTS: 'duixian.facts.>',
  ENTITLEMENTS: 'duixian.entitlements.>',
  ORDERS: 'duixian.orders.>',
  PARTNERS: 'duixian.partners.>',
} as const;

const PATIENCE_MS = 60_000;
/** The kernel's code for that state of a connection. */
const ESTABLISHED = '01';

type StreamName = keyof typeof STREAMS;

type Layout = {
  /** The number of members that store a stream. */
  readonly replicas: 1 | 3;
};

/** A whole system on three members of MongoDB and three of NATS, each of which can be killed, frozen or restored. */
export class ClusteredStage {
  readonly stage: Stage;
  readonly cluster: TestCluster;
  readonly #administrator: NatsConnection;

  private constructor(stage: Stage, cluster: TestCluster, administrator: NatsConnection) {
    this.stage = stage;
    this.cluster = cluster;
    this.#administrator = administrator;
  }

  /**
   * With three replicas the services know all members of NATS. With one the first member stores the streams, and the
   * services know only the others: so they are not disturbed when the storing member is lost.
   */
  static async open({ replicas }: Layout): Promise<ClusteredStage> {
    const started: { cluster?: TestCluster; administrator?: NatsConnection } = {};
    try {
      const stage = await Stage.open({
        servers: async (_folder, access) => {
          const user = nkeys.createUser();
          const cluster = await startTestCluster(withAdministrator(access, user.getPublicKey()));
          started.cluster = cluster;
          const [first, ...others] = cluster.nats as [ClusterMember, ...ClusterMember[]];
          const known = replicas === 3 ? cluster.nats : others;
          const administrator = await connect({
            servers: others.map(({ url }) => url),
            authenticator: nkeyAuthenticator(user.getSeed()),
            maxReconnectAttempts: -1,
          });
          started.administrator = administrator;
          await makeStreams(administrator, replicas, first);
          return {
            mongoUrl: cluster.mongo.url,
            natsUrl: known.map(({ url }) => url).join(','),
            environment: { NATS_STREAM_REPLICAS: String(replicas) },
          };
        },
      });
      return new ClusteredStage(
        stage,
        started.cluster as TestCluster,
        started.administrator as NatsConnection,
      );
    } catch (error) {
      await started.administrator?.close();
      await started.cluster?.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.stage.close();
    await this.#administrator.close();
    await this.cluster.stop();
  }

  /** Brings all clients to one member, which then leads every stream, because the others were away for a while. */
  async gather(): Promise<ClusterMember> {
    const { nats } = this.cluster;
    const one = await this.leaderOf('FACTS');
    const others = nats.filter((member) => member !== one);
    const clients = nats.reduce((sum, { port }) => sum + clientsOf(port), 0);
    await Promise.all(others.map((member) => member.kill()));
    await until(() => clientsOf(one.port) >= clients);
    await Promise.all(others.map((member) => member.start()));
    for (const stream of Object.keys(STREAMS) as StreamName[])
      await until(async () => {
        if ((await this.leaderOf(stream)) === one) return true;
        const placement = { preferred: `duixian-${one.port}` };
        await this.#administrator.request(
          `$JS.API.STREAM.LEADER.STEPDOWN.${stream}`,
          JSON.stringify({ placement }),
        );
        return false;
      });
    if (others.some(({ port }) => clientsOf(port) > 0)) throw new Error('a client went to another member');
    return one;
  }

  /** The member that leads a stream now. While the members elect one, nobody answers: it is asked again. */
  async leaderOf(stream: StreamName): Promise<ClusterMember> {
    let leader: ClusterMember | undefined;
    await until(async () => {
      const manager = await jetstreamManager(this.#administrator);
      const { cluster } = await manager.streams.info(stream);
      leader = this.cluster.nats.find(({ port }) => cluster?.leader === `duixian-${port}`);
      return leader !== undefined;
    });
    return leader as ClusterMember;
  }
}

/** The number of client connections to a port of this machine, as its kernel lists them. */
function clientsOf(port: number): number {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n').slice(1);
  return rows
    .map((row) => row.trim().split(/ +/))
    .filter((cells) => cells[1]?.endsWith(local) && cells[3] === ESTABLISHED).length;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; ; ) {
    const so = await Promise.resolve()
      .then(isSo)
      .catch(() => false);
    if (so) return;
    if (performance.now() > deadline) throw new Error('it did not come about in time');
    await sleep(250);
  }
}

function withAdministrator(access: ServerAccess, nkey: string): ServerAccess {
  return { ...access, nats: [...access.nats, { nkey, publish: ['>'], subscribe: ['>'] }] };
}

/**
 * Creates the streams beforehand, where it matters which member stores them; the services declare their other settings.
 */
async function makeStreams(
  administrator: NatsConnection,
  replicas: 1 | 3,
  { tag }: ClusterMember,
): Promise<void> {
  const manager = await jetstreamManager(administrator);
  for (const [name, subject] of Object.entries(STREAMS))
    await manager.streams.add({
      name,
      subjects: [subject],
      num_replicas: replicas,
      allow_atomic: true,
      allow_direct: true,
      ...(replicas === 1 && { placement: { cluster: 'duixian', tags: [tag] } }),
    });
}
