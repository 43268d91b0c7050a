import { freePort, isFree } from '@duixian/infrastructure';
import { EXIT_CODES, Problem } from './problem.ts';
import { SERVICES } from './services.ts';

export type Ports = Record<string, number>;

const DEFAULT_GATEWAY_PORT = 7750;

/**
 * A port for every server and service: the earlier one, while it is free. People rely on the gateway's port, and
 * MongoDB's data opens only under its earlier port: neither is ever changed silently. `wanted` 0 takes any free one;
 * `mongod` is the port of existing data, if there is any.
 */
export async function choosePorts(held: Ports, wanted: number | undefined, mongod?: number): Promise<Ports> {
  const ports: Ports = { gateway: await gatewayPort(wanted ?? held['gateway'] ?? DEFAULT_GATEWAY_PORT) };
  for (const name of portNames()) {
    if (name === 'mongod' && mongod !== undefined) ports[name] = await samePort(mongod);
    else ports[name] = await anotherIfTaken(held[name], Object.values(ports));
  }
  return ports;
}

function portNames(): string[] {
  return [
    'nats',
    'mongod',
    ...SERVICES.flatMap(({ name, listens }) => listens.map((use) => `${name}.${use}`)),
  ];
}

async function anotherIfTaken(held: number | undefined, taken: number[]): Promise<number> {
  if (held !== undefined && !taken.includes(held) && (await isFree(held))) return held;
  for (;;) {
    const port = await freePort();
    if (!taken.includes(port)) return port;
  }
}

async function samePort(port: number): Promise<number> {
  if (await isFree(port)) return port;
  throw new Problem(
    `Port ${port} is in use by another program, and the data of MongoDB in this folder opens under that port alone. End that program.`,
    { exitCode: EXIT_CODES.problem },
  );
}

async function gatewayPort(wanted: number): Promise<number> {
  if (wanted === 0) return freePort();
  if (await isFree(wanted)) return wanted;
  throw new Problem(
    `Port ${wanted} is in use by another program. End that program, or choose another port with --port.`,
    { exitCode: EXIT_CODES.problem },
  );
}
