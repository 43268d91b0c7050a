import type { Catalog } from './catalog.ts';
import { NotSimulated } from './errors.ts';
import { aggregate, type Context, count, find, getMore } from './reads.ts';
import { cursorReply, type Reply, replyOf } from './reply.ts';
import { type Document, toBytes } from './values.ts';
import { findAndModify, insert, remove, update } from './writes.ts';

type Command = {
  /** The supported fields, besides those that every command may have. */
  readonly fields: readonly string[];
  run(command: Document, context: Context): Reply | Promise<Reply>;
};

const WITH_EVERY = [
  ...['$db', 'lsid', 'txnNumber', 'autocommit', 'startTransaction', '$readPreference', '$clusterTime'],
  ...['readConcern', 'writeConcern', 'maxTimeMS'],
];

const COMMANDS: Readonly<Record<string, Command>> = {
  find: {
    fields: ['filter', 'sort', 'projection', 'skip', 'limit', 'hint', 'batchSize', 'singleBatch'],
    run: find,
  },
  aggregate: { fields: ['pipeline', 'cursor', 'hint', 'allowDiskUse'], run: aggregate },
  count: { fields: [], run: count },
  getMore: { fields: ['collection', 'batchSize'], run: getMore },
  killCursors: {
    fields: ['cursors'],
    run: ({ cursors: ids }, { cursors }) => cursors.kill(ids as bigint[]),
  },
  insert: { fields: ['documents', 'ordered'], run: insert },
  update: { fields: ['updates', 'ordered'], run: update },
  delete: { fields: ['deletes', 'ordered'], run: remove },
  findAndModify: {
    fields: ['query', 'sort', 'update', 'upsert', 'fields', 'new', 'remove'],
    run: findAndModify,
  },
  create: {
    fields: [],
    run: ({ create }, { catalog }) => {
      catalog.create(String(create));
      return replyOf({});
    },
  },
  createIndexes: {
    fields: ['indexes'],
    run: ({ createIndexes: of, indexes }, { catalog }) =>
      replyOf(catalog.createIndexes(String(of), indexes as Document[])),
  },
  dropIndexes: {
    fields: ['index'],
    run: ({ dropIndexes: of, index }, { catalog }) => replyOf(catalog.dropIndex(String(of), String(index))),
  },
  listIndexes: {
    fields: ['cursor'],
    run: ({ listIndexes: of }, { catalog }) => listed(catalog, catalog.indexesOf(String(of))),
  },
  listCollections: {
    fields: ['filter', 'cursor', 'nameOnly', 'authorizedCollections'],
    run: ({ filter }, { catalog }) => listed(catalog, catalog.list(filter as Document)),
  },
  dropDatabase: {
    fields: [],
    run: (_, { catalog }) => {
      catalog.drop();
      return replyOf({});
    },
  },
  hello: {
    fields: [],
    run: (_, { now }) => replyOf({ isWritablePrimary: true, setName: 'memory', localTime: now() }),
  },
  endSessions: { fields: [], run: () => replyOf({}) },
  ping: { fields: [], run: () => replyOf({}) },
};

function listed(catalog: Catalog, documents: readonly Document[]): Reply {
  const namespace = `${catalog.name}.$cmd`;
  return cursorReply('firstBatch', { id: 0n, namespace }, documents.map(toBytes));
}

export function nameOf(command: Document): string {
  return Object.keys(command)[0] ?? '';
}

export async function runCommand(command: Document, context: Context): Promise<Reply> {
  const name = nameOf(command);
  const known = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!known) throw new NotSimulated(`the command ${name}`);
  for (const field of Object.keys(command).slice(1))
    if (!known.fields.includes(field) && !WITH_EVERY.includes(field))
      throw new NotSimulated(`${field} of the command ${name}`);
  return known.run(command, context);
}
