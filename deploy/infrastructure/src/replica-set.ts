import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';

export const replicaSetName = 'rs0';

const selectionTimeoutMs = 2_000;

/**
 * Whether the mongod at `address` accepts writes. A fresh one belongs to no replica set yet: it becomes the only member
 * of one, under the address that its clients use, and becomes primary a moment later. `memberHost` is that address
 * where it differs from the one used here, as in a container network.
 */
export async function isWritablePrimary(address: string, memberHost = address): Promise<boolean> {
  // Loaded only here: a command that starts no server should not wait for it.
  const { MongoClient } = (await import('mongodb')).default;
  const client = new MongoClient(`mongodb://${address}/?directConnection=true`, {
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

/** Forms one set of fresh servers, and returns when one of them is primary. */
export async function initiateReplicaSet(addresses: readonly string[]): Promise<void> {
  const [first = ''] = addresses;
  await askDirectly(first, selectionTimeoutMs, (admin) => initiate(admin, ...addresses));
  await primaryOf(addresses);
}

/**
 * A new primary looks for writes that only other members have, and waits for a frozen member to answer; every write
 * here is acknowledged by a majority, so there is nothing to find. k8s/README.md has the settings that apply
 * everywhere.
 */
const SETTINGS = { electionTimeoutMillis: 5_000, catchUpTimeoutMillis: 1_000 };

const ELECTION_PATIENCE_MS = 60_000;
/** A frozen server does not respond, so the wait for each is short. */
const HELLO_TIMEOUT_MS = 800;

/** The address of the primary; waits for an election. */
export async function primaryOf(addresses: readonly string[]): Promise<string> {
  const deadline = performance.now() + ELECTION_PATIENCE_MS;
  while (performance.now() < deadline) {
    const answers = await Promise.all(addresses.map(isPrimary));
    const index = answers.indexOf(true);
    if (index >= 0) return addresses[index] ?? '';
    await sleep(200);
  }
  throw new Error(`no member of ${addresses.join(', ')} became primary`);
}

function isPrimary(address: string): Promise<boolean> {
  const hello = askDirectly(address, HELLO_TIMEOUT_MS, async (admin) => {
    const { isWritablePrimary } = await admin.command({ hello: 1 });
    return isWritablePrimary === true;
  });
  return hello.catch(() => false);
}

async function askDirectly<Answer>(
  address: string,
  timeoutMs: number,
  ask: (admin: Db) => Promise<Answer>,
): Promise<Answer> {
  const { MongoClient } = (await import('mongodb')).default;
  const client = new MongoClient(`mongodb://${address}/?directConnection=true`, {
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
  });
  try {
    return await ask(client.db('admin'));
  } finally {
    await client.close();
  }
}

async function initiate(admin: Db, ...hosts: readonly string[]): Promise<void> {
  const members = hosts.map((host, index) => ({ _id: index, host }));
  await admin.command({ replSetInitiate: { _id: replicaSetName, members, settings: SETTINGS } });
}
