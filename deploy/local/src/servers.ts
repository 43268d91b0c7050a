import { totalmem } from 'node:os';
import { type Server, type ServerBinaries, startMongo, startNats } from '@duixian/infrastructure';
import { assert } from '@duixian/values';
import type { Ports } from './choose-ports.ts';
import type { ServerAccess } from './credentials.ts';
import type { DataFolder } from './data-folder.ts';
import type { Part, PartRun } from './keep-running.ts';
import { Problem } from './problem.ts';
import { processMark } from './process-list.ts';

type ServerName = 'nats-server' | 'mongod';

/** NATS and MongoDB as parts of the system, with their data in its folder. */
export function serverParts(
  binaries: ServerBinaries,
  folder: DataFolder,
  ports: Ports,
  access: ServerAccess | undefined,
): Record<ServerName, Part> {
  const mark = (name: ServerName) => ({ environment: processMark(folder.path, name) });
  const { nats: natsPort = 0, mongod: mongoPort = 0 } = ports;
  return {
    'nats-server': serverPart('nats-server', folder.nats, () =>
      startNats({
        binary: binaries.nats,
        dataDir: folder.nats,
        port: natsPort,
        ...(access && { users: access.nats }),
        ...mark('nats-server'),
      }),
    ),
    mongod: serverPart('mongod', folder.mongo, () =>
      startMongo({
        binary: binaries.mongod,
        dataDir: folder.mongo,
        port: mongoPort,
        cacheGb: cacheGb(),
        ...(access && { access: access.mongo }),
        ...mark('mongod'),
      }),
    ),
  };
}

/** An eighth of the memory, at most 2: with less, MongoDB writes the same pages repeatedly under load. */
function cacheGb(): number {
  return Math.min(2, Math.max(0.25, totalmem() / 8 / 1024 ** 3));
}

/** A server is ready when its start has finished. */
function serverPart(name: ServerName, dataDir: string, start: () => Promise<Server>): Part {
  return {
    name,
    async launch(): Promise<PartRun> {
      const server = await start().catch((cause: unknown) => {
        throw new Problem(
          `${name} could not start on ${dataDir}. If its data is damaged, or from another version, put it back from a copy, or move the data folder away and send the facts again. Its log, beside the data, says more.`,
          { cause },
        );
      });
      assert(server.pid !== undefined, `${name} runs after its start`);
      return {
        pid: server.pid,
        ended: server.ended().then(() => `its log is in ${dataDir}`),
        ready: async () => {},
      };
    },
  };
}
