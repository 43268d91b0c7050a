import type { MongoClient } from 'mongodb';

export interface MongoAccess {
  /** The key file by which the members of the set authenticate each other. */
  keyFile: string;
  adminPassword: string;
  /** Each may do everything in its own database, and nothing elsewhere; the user has the name of the database. */
  users: readonly { database: string; password: string }[];
}

const ADMIN = 'admin';
const USER_NOT_FOUND = 11;
const AUTHENTICATION_FAILED = 18;

/** Creates the missing users. The first one is created from this machine without a login, which MongoDB allows once. */
export async function ensureUsers(
  address: string,
  { adminPassword, users }: Pick<MongoAccess, 'adminPassword' | 'users'>,
): Promise<void> {
  const { MongoClient } = (await import('mongodb')).default;
  const url = `mongodb://${address}/?directConnection=true`;
  const auth = { username: ADMIN, password: adminPassword };
  let client = new MongoClient(url, { auth, authSource: 'admin' });
  try {
    await client.connect();
  } catch (error) {
    await client.close();
    if (codeOf(error) !== AUTHENTICATION_FAILED) throw error;
    await makeAdmin(new MongoClient(url), adminPassword);
    client = new MongoClient(url, { auth, authSource: 'admin' });
  }
  try {
    for (const { database, password } of users) await ensureUser(client, database, password);
  } finally {
    await client.close();
  }
}

async function makeAdmin(client: MongoClient, password: string): Promise<void> {
  try {
    await client.db('admin').command({ createUser: ADMIN, pwd: password, roles: ['root'] });
  } finally {
    await client.close();
  }
}

async function ensureUser(client: MongoClient, database: string, password: string): Promise<void> {
  const db = client.db(database);
  const rights = { pwd: password, roles: [{ role: 'readWrite', db: database }] };
  try {
    await db.command({ updateUser: database, ...rights });
  } catch (error) {
    if (codeOf(error) !== USER_NOT_FOUND) throw error;
    await db.command({ createUser: database, ...rights });
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
