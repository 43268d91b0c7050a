import { startTestInfrastructure } from '@duixian/infrastructure';
import { connectDatabase, createLogger, type Database, startMetrics } from '@duixian/runtime';
import { connectNats } from './nats/connection.ts';
import { Outbox } from './outbox.ts';
import { Relay } from './relay.ts';

export type ServersForTests = Awaited<ReturnType<typeof openServersForTests>>;
export type PartsForTests = Awaited<ReturnType<ServersForTests['open']>>;

/** The servers of one test file, and what its processes are built with. */
export async function openServersForTests(name: string) {
  const log = createLogger(name, 'silent');
  const metrics = startMetrics(name);
  const infrastructure = await startTestInfrastructure();
  const nats = await connectNats(infrastructure.nats.url, name, log);
  const opened = new Set<() => Promise<void>>();
  let databases = 0;
  const open = async (on?: Database) => {
    databases += 1;
    const database = on ?? (await connectDatabase(infrastructure.mongo.url, `${name}-${databases}`));
    const outbox = new Outbox(database);
    const relay = new Relay(outbox, nats, log);
    const close = async () => {
      opened.delete(close);
      await relay.stop();
      if (!on) await database.client.close();
    };
    opened.add(close);
    return { database, outbox, relay, log, meter: metrics.meter, close };
  };
  return {
    log,
    nats,
    mongoUrl: infrastructure.mongo.url,
    /** Opens the parts of a process: on a database of its own, or on a shared one. */
    open,
    /** Closes the servers, and all that is open on them. */
    async close(): Promise<void> {
      for (const close of [...opened].reverse()) await close();
      await nats.close();
      await infrastructure.stop();
      await metrics.shutdown();
    },
  };
}
