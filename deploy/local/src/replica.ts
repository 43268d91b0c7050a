import { freePort } from '@duixian/infrastructure';
import { defined } from '@duixian/values';
import { servicePart, surroundingsOf } from './service-part.ts';
import { SERVICES, type Use } from './services.ts';
import type { RunningSystem } from './start-system.ts';
import { readSystemState } from './system-state.ts';

/** An additional process of a service. */
export type Replica = {
  readonly pid: number;
  /** host:port by service and use, for the addresses on which it listens itself, such as `awards.grpc`. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The URL of a gateway's HTTP side. */
  readonly url: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
};

const host = '127.0.0.1';
let started = 0;

/**
 * Runs an additional process of a service beside that of a running system, on ports of its own. Nobody restarts it when
 * it ends; stopping the system ends it. `instead` has the addresses of other replicas that it is to call, `environment`
 * additional variables besides those of its service.
 */
export async function startReplica(
  { folder, payments, servers }: RunningSystem,
  service: string,
  instead: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<Replica> {
  const definition = defined(
    SERVICES.find(({ name }) => name === service),
    `${service} is a service of a local system`,
  );
  const state = defined(readSystemState(folder), 'a running system has written down its ports');
  const uses: readonly Use[] = service === 'gateway' ? [...definition.listens, 'http'] : definition.listens;
  const addresses: Record<string, string> = {};
  for (const use of uses) addresses[`${service}.${use}`] = `${host}:${await freePort()}`;
  started += 1;
  const around = surroundingsOf(folder, state, true, payments, servers);
  const url = service === 'gateway' ? `http://${addresses['gateway.http']}` : around.gatewayUrl;
  const part = servicePart(
    definition,
    folder,
    {
      ...around,
      gatewayUrl: url,
      accessFile: `${around.accessFile}-${started}`,
      environment: { ...around.environment, ...environment },
      address: (name, use) =>
        addresses[`${name}.${use}`] ?? instead[`${name}.${use}`] ?? around.address(name, use),
    },
    `${service}-${started}`,
  );
  const { pid, ended, ready } = await part.launch();
  await ready();
  return { pid, addresses, url, ended };
}
