import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { MongoNetworkError } from 'mongodb';
import { sleep } from './sleep.ts';

/** Inside the driver, because only there can a command be written at exactly this moment. */
type Connection = { command(namespace: unknown, command: object): Promise<unknown> };
const required = createRequire(import.meta.url);
const { Connection } = required('mongodb/lib/cmap/connection.js') as {
  Connection: new (socket: Socket, options: object) => Connection;
};
const { ns, HostAddress } = required('mongodb/lib/utils.js') as {
  ns(name: string): unknown;
  HostAddress: new (address: string) => object;
};

function connectionOver(socket: Socket): Connection {
  const hostAddress = new HostAddress('127.0.0.1:27017');
  return new Connection(socket, { id: 1, generation: 0, hostAddress });
}

async function answerOf(connection: Connection): Promise<unknown> {
  const answer = connection.command(ns('admin.$cmd'), { ping: 1 }).catch((error: unknown) => error);
  return Promise.race([answer, sleep(2_000).then(() => 'still waiting')]);
}

// When a server dies, its connections end. A command that was written between the end of a socket and the event that
// reports it used to wait forever for a buffer to empty, and so did everything behind it (patches/mongodb@7.8.0.patch).
it('a command that is written to a socket that is about to say that it is closed fails', async () => {
  const socket = new Socket();
  const connection = connectionOver(socket);
  socket.destroy();
  expect(await answerOf(connection)).toBeInstanceOf(MongoNetworkError);
});

it('a command that waits for a full buffer fails when its connection is closed', async () => {
  const socket = new Socket();
  socket.write = () => false;
  const answer = answerOf(connectionOver(socket));
  await sleep(10);
  socket.destroy();
  expect(await answer).toBeInstanceOf(MongoNetworkError);
});
