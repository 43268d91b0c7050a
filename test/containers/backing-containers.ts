import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isWritablePrimary, replicaSetName } from '@duixian/infrastructure';
import type { StartedNetwork, StartedTestContainer } from 'testcontainers';
import { parse } from 'yaml';

const COMPOSE = fileURLToPath(new URL('../../deploy/compose.yaml', import.meta.url));
const { services } = parse(readFileSync(COMPOSE, 'utf8'), { merge: true }) as {
  services: Record<'nats' | 'mongo', { image: string }>;
};
/** The images of the deployment, unless others are named. */
const images = {
  nats: process.env['NATS_IMAGE'] ?? services.nats.image,
  mongo: process.env['MONGO_IMAGE'] ?? services.mongo.image,
};
const startupTimeoutMs = 60_000;
const primaryTimeoutMs = 30_000;

export interface BackingContainers {
  /** Service containers join it, and reach the servers as `nats` and `mongo`. */
  network: StartedNetwork;
  nats: StartedTestContainer;
  mongo: StartedTestContainer;
  /** Addresses for this process. */
  natsUrl: string;
  mongoUrl: string;
  stop(): Promise<void>;
}

/** NATS and MongoDB in containers on a separate network. Without Docker this fails with a message that says so. */
export async function startBackingContainers(): Promise<BackingContainers> {
  // Its clean-up container needs another image; every test here stops what it started. The variable is read at import.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] ??= 'true';
  const { getContainerRuntimeClient, Network } = await import('testcontainers');
  await getContainerRuntimeClient().catch((cause) => {
    throw new Error('The container suite needs Docker, and none answers. Start it and run the suite again.', {
      cause,
    });
  });
  const network = await new Network().start();
  const [nats, mongo] = await Promise.all([startNats(network), startMongo(network)]);
  return {
    network,
    nats,
    mongo,
    natsUrl: `nats://${nats.getHost()}:${nats.getMappedPort(4222)}`,
    mongoUrl: `mongodb://${mongo.getHost()}:${mongo.getMappedPort(27017)}/?replicaSet=${replicaSetName}&directConnection=true`,
    async stop() {
      await Promise.all([nats.stop({ timeout: 0 }), mongo.stop({ timeout: 0 })]);
      await network.stop();
    },
  };
}

async function startNats(network: StartedNetwork): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  return new GenericContainer(images.nats)
    .withNetwork(network)
    .withNetworkAliases('nats')
    .withExposedPorts(4222, 8222)
    .withCommand(['-js', '-sd', '/tmp/jetstream', '-m', '8222'])
    .withTmpFs({ '/tmp': 'rw' })
    .withWaitStrategy(Wait.forHttp('/healthz?js-enabled-only=true', 8222).forStatusCode(200))
    .withStartupTimeout(startupTimeoutMs)
    .start();
}

async function startMongo(network: StartedNetwork): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const mongo = await new GenericContainer(images.mongo)
    .withNetwork(network)
    .withNetworkAliases('mongo')
    .withExposedPorts(27017)
    .withCommand(['--replSet', replicaSetName, '--bind_ip_all'])
    .withTmpFs({ '/data/db': 'rw' })
    .withWaitStrategy(Wait.forLogMessage(/Waiting for connections/))
    .withStartupTimeout(startupTimeoutMs)
    .start();
  await untilPrimary(`${mongo.getHost()}:${mongo.getMappedPort(27017)}`);
  return mongo;
}

/** The set's only member is named by its alias, under which the other containers reach it. */
async function untilPrimary(address: string): Promise<void> {
  const deadline = performance.now() + primaryTimeoutMs;
  while (performance.now() < deadline) {
    if (await isWritablePrimary(address, 'mongo:27017').catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`MongoDB in its container took no writes within ${primaryTimeoutMs / 1000} s.`);
}
