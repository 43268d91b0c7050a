import type mongoose from 'mongoose';

export const replicaSetName = 'rs0';

const selectionTimeoutMs = 2_000;

/**
 * Whether the mongod at `address` takes writes. A fresh one belongs to no replica set yet: it is made the only member of
 * one, under the address that its clients use, and becomes primary a moment later. `memberHost` is that address where
 * it differs from the one used here, as in a container network.
 */
export async function isWritablePrimary(address: string, memberHost = address): Promise<boolean> {
  // Loaded only here: no command that starts no server should wait for it.
  const { mongo } = (await import('mongoose')).default;
  const client = new mongo.MongoClient(`mongodb://${address}/?directConnection=true`, {
    serverSelectionTimeoutMS: selectionTimeoutMs,
  });
  try {
    const admin = client.db('admin');
    const hello = await admin.command({ hello: 1 });
    if (hello['isreplicaset'] === true) await initiate(admin, memberHost);
    return hello['isWritablePrimary'] === true;
  } finally {
    await client.close();
  }
}

async function initiate(admin: mongoose.mongo.Db, memberHost: string): Promise<void> {
  await admin.command({
    replSetInitiate: { _id: replicaSetName, members: [{ _id: 0, host: memberHost }] },
  });
}
