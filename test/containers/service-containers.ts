import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { replicaSetName } from '@duixian/infrastructure';
import { type Certificates, makeCertificates } from '@duixian/local/certificates';
import { keysForTests } from '@duixian/messaging/keys-for-tests';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import type { BackingContainers } from './backing-containers.ts';

const BUILD = fileURLToPath(new URL('../../deploy/containers/build-service-image.mjs', import.meta.url));
const REGISTERS_AND_MORE = [
  'partners',
  'institutions',
  'contracts',
  'metering',
  'awards',
  'disbursement',
] as const;
const KEY = 'duixian_for-the-container-suite';
const TREASURY_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const STARTUP_TIMEOUT_MS = 60_000;

export interface ServiceContainers {
  /** The gateway's URL for this process. */
  url: string;
  /** A key with all rights. */
  key: string;
  stop(): Promise<void>;
}

/**
 * Every service from its image, as it would be deployed: without root, on a read-only root, each in a separate
 * container.
 */
export async function startServiceContainers(backing: BackingContainers): Promise<ServiceContainers> {
  const images = await buildImages([...REGISTERS_AND_MORE, 'gateway', 'sandbox']);
  const certificates = await makeCertificates([...REGISTERS_AND_MORE, 'gateway']);
  const started: StartedTestContainer[] = [];
  const start = async (name: string, environment: Record<string, string>, ports: number[] = [8080]) => {
    const container = await containerOf(backing, images.get(name) ?? '', name, environment, ports)
      .withCopyContentToContainer(secretsOf(certificates, name))
      .start();
    started.push(container);
    return container;
  };
  const stop = async () => {
    await Promise.all(started.map((container) => container.stop({ timeout: 0 })));
  };
  try {
    const disbursement = {
      AWARDS_ADDRESS: 'awards:50051',
      TREASURY_URL: 'http://sandbox:7000',
      NEEDS_PAYEE: 'false',
      TREASURY_SECRET_FILE: '/secrets/treasury.secret',
    };
    const settings: Record<string, Record<string, string>> = {
      disbursement,
      partners: { FIRST_PERSONS_FILE: '/first-persons.json' },
    };
    await Promise.all(REGISTERS_AND_MORE.map((name) => start(name, settings[name] ?? {})));
    const gateway = await start('gateway', gatewayEnvironment(), [8080, 7750]);
    await start(
      'sandbox',
      {
        HTTP_ADDRESS: '0.0.0.0:7000',
        GATEWAY_URL: 'http://gateway:7750',
        TREASURY_KEY_FILE: '/secrets/treasury.key',
        TREASURY_SECRET_FILE: '/secrets/treasury.secret',
        DATA_DIR: '/data',
      },
      [7000],
    );
    return { url: `http://${gateway.getHost()}:${gateway.getMappedPort(7750)}`, key: KEY, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As an orchestrator mounts them: files that the service's user can read. */
function secretsOf({ authority, of }: Certificates, name: string) {
  const own = of[name];
  const backed = REGISTERS_AND_MORE.find((one) => one === name);
  const files = {
    'treasury.secret': TREASURY_SECRET,
    'treasury.key': KEY,
    'authority.crt': authority,
    ...(backed && { 'service-keys.json': JSON.stringify(keysForTests(backed)) }),
    ...(own && { 'tls.crt': own.certificate, 'tls.key': own.key }),
  };
  return Object.entries(files).map(([file, content]) => ({
    content,
    target: `/secrets/${file}`,
    mode: 0o444,
  }));
}

async function buildImages(names: readonly string[]): Promise<Map<string, string>> {
  const { stdout } = await promisify(execFile)(process.execPath, [BUILD, ...names]);
  const images = stdout.trim().split('\n');
  return new Map(names.map((name, index) => [name, images[index] ?? '']));
}

function containerOf(
  { network }: BackingContainers,
  image: string,
  name: string,
  environment: Record<string, string>,
  ports: number[],
): GenericContainer {
  const person = (id: string, key: string, scopes: readonly string[]) => ({
    ...{ id, name: id, kind: 'person', scopes },
    keys: [{ name: id, sha256: sha256(key) }],
  });
  const persons = [
    person('suite', KEY, ['source:*', 'read', 'officer', 'prepare', 'treasury']),
    person('second', `${KEY}-2`, ['approve']),
  ];
  return new GenericContainer(image)
    .withNetwork(network)
    .withNetworkAliases(name)
    .withEnvironment({
      ENVIRONMENT: 'development',
      MONGO_URL: `mongodb://mongo:27017/?replicaSet=${replicaSetName}`,
      NATS_URL: 'nats://nats:4222',
      NATS_SERVICE_KEYS_FILE: '/secrets/service-keys.json',
      GRPC_TLS_CERT_FILE: '/secrets/tls.crt',
      GRPC_TLS_KEY_FILE: '/secrets/tls.key',
      GRPC_TLS_CA_FILE: '/secrets/authority.crt',
      ...environment,
    })
    .withCopyContentToContainer([
      { content: JSON.stringify({ persons }), target: '/first-persons.json', mode: 0o444 },
    ])
    .withTmpFs({ '/data': 'rw,mode=1777' })
    .withExposedPorts(...ports)
    .withWaitStrategy(
      ports.includes(8080) ? Wait.forHttp('/readyz', 8080).forStatusCode(200) : Wait.forListeningPorts(),
    )
    .withStartupTimeout(STARTUP_TIMEOUT_MS);
}

function gatewayEnvironment(): Record<string, string> {
  const addresses = REGISTERS_AND_MORE.map((name) => [`${name.toUpperCase()}_ADDRESS`, `${name}:50051`]);
  return { ...Object.fromEntries(addresses), HTTP_ADDRESS: '0.0.0.0:7750' };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
