import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { BSON, type Db, type Document, MongoClient } from 'mongodb';

const { EJSON } = BSON;

/** The names of a system's databases. */
const OWN = /^duixian_(.+)$/;

/**
 * Writes every document of every service as lines of canonical extended JSON, `<service>/<collection>.ndjson.gz`, with
 * the indexes beside them. Users and the server's own data are left out: the restoring system has its own.
 */
export async function dumpDatabases(mongoUrl: string, folder: string): Promise<void> {
  const client = await new MongoClient(mongoUrl, { promoteValues: false }).connect();
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) {
      const service = OWN.exec(name)?.[1];
      if (service !== undefined) await dumpDatabase(client.db(name), join(folder, service));
    }
  } finally {
    await client.close();
  }
}

async function dumpDatabase(database: Db, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const indexes: Record<string, Document[]> = {};
  const collections = await database.listCollections().toArray();
  for (const { name } of collections.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const collection = database.collection(name);
    const lines: string[] = [];
    for await (const document of collection.find().sort({ _id: 1 }))
      lines.push(`${EJSON.stringify(document, { relaxed: false })}\n`);
    await writeFile(join(folder, `${name}.ndjson.gz`), gzipSync(lines.join('')));
    indexes[name] = (await collection.indexes()).filter((index) => index.name !== '_id_');
  }
  await writeFile(
    join(folder, 'indexes.json'),
    `${EJSON.stringify(indexes, undefined, 2, { relaxed: true })}\n`,
  );
}

/** Restores a dump into the databases of a server, in place of their content. */
export async function restoreDatabases(mongoUrl: string, folder: string): Promise<void> {
  const client = await new MongoClient(mongoUrl).connect();
  try {
    for (const service of readdirSync(folder)) {
      const database = client.db(`duixian_${service}`);
      await database.dropDatabase();
      const indexes = EJSON.parse(await readFile(join(folder, service, 'indexes.json'), 'utf8'));
      for (const [name, declared] of Object.entries(indexes as Record<string, Document[]>)) {
        const collection = await database.createCollection(name);
        const documents = await readDump(folder, service, name);
        if (documents.length > 0) await collection.insertMany(documents);
        for (const { key, v: _, ...options } of declared) await collection.createIndex(key, options);
      }
    }
  } finally {
    await client.close();
  }
}

/** The documents of one collection of a dump, with every type as it was stored. */
async function readDump(folder: string, service: string, collection: string): Promise<Document[]> {
  const text = gunzipSync(await readFile(join(folder, service, `${collection}.ndjson.gz`))).toString();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => EJSON.parse(line, { relaxed: false }) as Document);
}

/** The same as a service's own connection reads them: 64-bit integers as bigint. */
export async function readDumpAsStored(
  folder: string,
  service: string,
  collection: string,
): Promise<Document[]> {
  const { serialize, deserialize } = BSON;
  const documents = await readDump(folder, service, collection);
  return documents.map((document) =>
    deserialize(serialize(document), { useBigInt64: true, promoteBuffers: false }),
  );
}
