import { localOperator, migrateStreams, type StreamState } from '@duixian/local';
import { dataFolder, EXIT_CODES } from '@duixian/local/folder';
import type { Command } from 'commander';
import { print, toStandardError } from '../report/lines.ts';
import { plural } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import type { Collection } from '../system/answers.ts';
import { type ConnectionOptions, findSystem, withConnection } from '../system/find-system.ts';
import { SystemClient } from '../system/system-client.ts';
import { areAsDeclared, streamsInWords } from './streams.ts';

type Options = ConnectionOptions & { plan?: true; json?: true };

/** Long, because all documents of a service are counted and its indexes completed. */
const ANSWERED_WITHIN_MS = 3_600_000;

export function addMigrate(program: Command): void {
  withConnection(program.command('migrate'))
    .description(
      'bring what is stored to the versions and indexes of this release, and the streams of a system on this machine (those elsewhere: ./duixian streams); it can be ended at any time and begun again',
    )
    .option('--plan', 'only look: what is older, by service and collection; exit code 1 if anything is')
    .option('--json', 'as JSON: { collections, migrated, streams }, streams null where they are elsewhere')
    .action(async (options: Options) => {
      const client = new SystemClient(findSystem(options));
      await client.mustAnswer();
      process.exitCode = options.plan ? await look(client, options) : await migrate(client, options);
    });
}

async function look(client: SystemClient, options: Options): Promise<number> {
  const { collections } = await client.get('/v1/migrations', {}, ANSWERED_WITHIN_MS);
  return show(collections, 0, options);
}

/** Undefined where the system is not on this machine: a gateway gives no access to NATS. */
async function localStreams({ url, data, plan }: Options): Promise<StreamState[] | undefined> {
  if ((url ?? process.env['DUIXIAN_URL']) !== undefined) return undefined;
  return migrateStreams(localOperator(dataFolder(data)), { plan: plan === true });
}

/** In parts, until no document is older. */
async function migrate(client: SystemClient, options: Options): Promise<number> {
  for (let migrated = 0; ; ) {
    const part = await client.post('/v1/migrations', {}, ANSWERED_WITHIN_MS);
    migrated += part.migrated;
    const left = part.collections.reduce((sum, { older }) => sum + older, 0);
    // Where a part migrates nothing, the former release is still writing.
    if (left === 0 || part.migrated === 0) return show(part.collections, migrated, options);
    toStandardError(`${plural(migrated, 'document')} brought to this release, ${left} to go …`);
  }
}

async function show(collections: readonly Collection[], migrated: number, options: Options): Promise<number> {
  const { json, plan } = options;
  const open = collections.filter(needsLook);
  const streams = await localStreams(options);
  if (json) console.log(JSON.stringify({ collections, migrated, streams: streams ?? null }, null, 2));
  else {
    const head = ['service', 'collection', 'version', 'documents', 'older', 'unreadable', 'what else'];
    // Collections without anything to report would hide the others.
    const shown = collections.filter((one) => !one.isDeclared || needsLook(one));
    if (shown.length > 0) print(...table(head, shown.map(rowOf)));
    if (!plan) print(`${plural(migrated, 'document')} brought to the versions of this release.`);
    print(open.length === 0 ? inOrder(collections) : wordsOf(open, plan));
    if (streams) print(...streamsInWords(streams, './duixian migrate brings them there.'));
  }
  return open.length === 0 && areAsDeclared(streams ?? []) ? EXIT_CODES.done : EXIT_CODES.attention;
}

function inOrder(collections: readonly Collection[]): string {
  const documents = collections.reduce((sum, one) => sum + one.documents, 0);
  return `Everything is as this release declares it: ${plural(collections.length, 'collection')}, ${plural(documents, 'document')}.`;
}

function needsLook({ older, unreadable, missingIndexes, undeclaredIndexes }: Collection): boolean {
  return older + unreadable + missingIndexes.length + undeclaredIndexes.length > 0;
}

function wordsOf(open: readonly Collection[], plan: true | undefined): string {
  if (open.some(({ unreadable }) => unreadable > 0))
    return 'Some documents have a version that this release cannot read: start the release that wrote them.';
  return plan
    ? './duixian migrate brings the older ones to this release.'
    : 'Some are older again: the release before still writes. Call ./duixian migrate again when it has ended.';
}

function rowOf(state: Collection): string[] {
  const { service, collection: name, isDeclared, version, documents, older, unreadable } = state;
  const more = [
    ...(isDeclared ? [] : ['not known to this release; left alone']),
    ...state.missingIndexes.map((index) => `index ${index} is missing`),
    ...state.undeclaredIndexes.map((index) => `index ${index} is not declared`),
  ];
  return [service, name, ...[version, documents, older, unreadable].map(String), more.join('; ')];
}
