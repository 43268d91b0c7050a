import { importsV1 } from '@duixian/proto';
import {
  type Commands,
  type Database,
  type GrpcService,
  nextAfter,
  RpcError,
  readPage,
  refuseForeignCursor,
  rpcStatus,
  unary,
} from '@duixian/runtime';
import { ID, LIMITS, textMistake } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import type { FeedLog } from '../feed/feed-log.ts';
import { refuseIf } from '../grpc/request-faults.ts';
import { changeImport, type ImportAct } from './change-import.ts';
import { appendContent, readContent } from './import-content.ts';
import { type ImportCollections, type ImportDocument, importKey } from './import-documents.ts';
import { actFrom, importMessage, lineMessage, progressFrom } from './import-message.ts';
import { othersWait, saveProgress, takeImport } from './import-work.ts';

/** An instant in ms, and the id of an import. */
const CURSOR = /^\d{1,15} [^\p{Cc}]{1,1000}$/u;
const SHA_256 = /^[0-9a-f]{64}$/;

export function importService(
  database: Database,
  registry: Registry,
  commands: Commands,
  collections: ImportCollections,
  feed: FeedLog,
): GrpcService {
  const { mappings, clock } = registry.collections;
  const { imports, lines } = collections;
  const held = { database, collections, clock, announce: feed.append.bind(feed) };
  const methods = importsV1.ImportServiceService;
  const rest = new Rest();
  const implementation: importsV1.ImportServiceServer = {
    changeImport: commands.unary(methods.changeImport, {
      decide: ({ source, id, actor, act }) => {
        const what = actFrom(act);
        refuseIf(faultsOf(id, what));
        return changeImport(registry, { ...collections, mappings }, { by: actor, source, id, what });
      },
      answer: ({ document, isNew }) => {
        rest.end();
        return { import: importMessage(document), isNew };
      },
    }),
    appendContent: unary(async ({ source, id, offset, content }) => {
      const { most } = LIMITS.importPartBytes;
      refuseIf([content.length > most && `content: at most ${most} bytes`]);
      const part = { source, id, offset: Number(offset), content };
      return { bytes: BigInt(await appendContent(database, collections, clock, part)) };
    }),
    getImport: unary(async ({ source, id }) => ({ import: importMessage(await one(imports, source, id)) })),
    listImports: unary(async ({ after, limit, sources }) => {
      refuseForeignCursor(after, CURSOR);
      const of = sources.length > 0 ? { source: { $in: sources } } : {};
      const found = imports.find({ ...of, ...beyond(after) }).sort({ createdAt: -1, _id: 1 });
      const page = await readPage(found, limit);
      const next = nextAfter(page, ({ createdAt, _id }) => `${createdAt.getTime()} ${_id}`);
      return { imports: page.rows.map(importMessage), next };
    }),
    listOutcomes: unary(async ({ source, id, after }) => {
      const { _id } = await one(imports, source, id);
      const found = await lines
        .find({ import: _id, last: { $gt: Number(after) } })
        .sort({ last: 1 })
        .limit(1)
        .next();
      const some = found?.lines.filter(({ line }) => line > Number(after)) ?? [];
      return { lines: some.map(lineMessage), next: BigInt(found?.last ?? 0) };
    }),
    takeImport: unary(async () => {
      const taken = await rest.unlessAtRest(() => takeImport(held), imports);
      if (!taken) return { import: undefined, lease: '', key: '', mappingText: '' };
      const mapping = taken.mapping === '' ? null : await mappings.findOne({ _id: taken.mapping });
      const { lease, key } = taken;
      return { import: importMessage(taken), lease, key, mappingText: mapping?.text ?? '' };
    }),
    readContent: unary(async ({ source, id, offset }) => {
      return { content: await readContent(collections, importKey(source, id), Number(offset)) };
    }),
    saveProgress: unary(async (request) => {
      const { most } = LIMITS.importLinesTogether;
      refuseIf([request.lines.length > most && `lines: at most ${most}`]);
      await saveProgress(held, progressFrom(request));
      if (request.ending) feed.appended();
      return { othersWait: await othersWait(held) };
    }),
  };
  return { definition: methods, implementation };
}

const REST_MS = 15_000;

/**
 * While no import runs, which is nearly always, the database is asked for one only now and then: by then another process
 * may have started one. What is started here ends it.
 */
class Rest {
  #until = Number.NEGATIVE_INFINITY;

  async unlessAtRest<Taken>(
    take: () => Promise<Taken | undefined>,
    imports: ImportCollections['imports'],
  ): Promise<Taken | undefined> {
    if (performance.now() < this.#until) return undefined;
    const taken = await take();
    if (!taken && !(await imports.findOne({ state: 'running' }))) this.#until = performance.now() + REST_MS;
    return taken;
  }

  end(): void {
    this.#until = Number.NEGATIVE_INFINITY;
  }
}

function faultsOf(id: string, what: ImportAct): (string | false)[] {
  const mistake = textMistake(id, ID);
  const begin = typeof what === 'object' ? what.begin : undefined;
  return [
    mistake !== undefined && `id: it must be ${mistake}`,
    begin !== undefined &&
      begin.sha256 !== '' &&
      !SHA_256.test(begin.sha256) &&
      'sha256: 64 hex digits in small letters',
    begin?.kind === 'facts' && begin.mapping !== '' && 'mapping: facts need none',
    begin !== undefined && begin.kind !== 'facts' && begin.mapping === '' && 'mapping: a table needs one',
  ];
}

async function one(
  imports: ImportCollections['imports'],
  source: string,
  id: string,
): Promise<ImportDocument> {
  const found = await imports.findOne({ _id: importKey(source, id) });
  if (!found) throw new RpcError(rpcStatus.NOT_FOUND, `not-known: ${source} has no import ${id}`);
  return found;
}

function beyond(after: string) {
  if (after === '') return {};
  const space = after.indexOf(' ');
  const at = new Date(Number(after.slice(0, space)));
  return { $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $gt: after.slice(space + 1) } }] };
}
