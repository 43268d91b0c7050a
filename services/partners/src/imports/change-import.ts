import { createHash } from 'node:crypto';
import { RpcError, rpcStatus, type Session } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import type { Registry } from '../commands/registry.ts';
import { type Refused, refused } from '../domain/refusal.ts';
import type { RegistryActor } from '../domain/registry-act.ts';
import { ANY_SOURCE } from '../domain/scopes.ts';
import type { MappingCollection } from '../mappings/mapping-documents.ts';
import { keptOf } from './import-content.ts';
import {
  type ImportCollections,
  type ImportDocument,
  type ImportKind,
  importKey,
  NEVER,
  NO_COUNTS,
} from './import-documents.ts';

export type ImportTerms = Pick<ImportDocument, 'kind' | 'mapping' | 'isDryRun' | 'sha256'>;
export type ImportAct = { readonly begin: ImportTerms } | 'start' | 'cancel';

type Request = {
  readonly by: { readonly person: string; readonly key: string } | undefined;
  readonly source: string;
  readonly id: string;
  readonly what: ImportAct;
};
type Outcome = { readonly document: ImportDocument; readonly isNew: boolean };
type Held = ImportCollections & { readonly mappings: MappingCollection };
type At = { readonly session: Session; readonly at: Date };

/** What each kind of table becomes. */
const MADE_OF: Readonly<Record<ImportKind, string>> = {
  facts: '',
  'contract-register': 'duixian.contract.v1',
  usage: 'duixian.usage.v1',
  invoices: 'duixian.invoice.v1',
};

/** An import acts for its source, by a key of that source: the roles of officers are none. */
export async function changeImport(
  registry: Registry,
  held: Held,
  { by, source, id, what }: Request,
): Promise<Outcome> {
  const hash = what === 'start' ? await hashOfContent(held, importKey(source, id)) : undefined;
  return registry.change<Outcome>(by, async ({ session, at }, actor) => {
    if (!actor.scopes.some((scope) => scope === ANY_SOURCE || scope === `source:${source}`))
      return refused('lacks-role', `the key of ${actor.person} may not write as ${source}`);
    if (typeof what === 'object')
      return begin(held, { source, id, terms: what.begin }, actor, { session, at });
    const found = await held.imports.findOne({ _id: importKey(source, id) }, { session });
    if (!found) return refused('not-known', `${source} has no import ${id}`);
    const changed = what === 'start' ? started(found, hash, actor, at) : cancelled(found, at);
    if ('refusal' in changed || !changed.isNew) return changed;
    const { _id, ...content } = changed.document;
    await held.imports.replaceOne({ _id }, content, { session });
    return changed;
  });
}

type Beginning = { readonly source: string; readonly id: string; readonly terms: ImportTerms };

async function begin(
  held: Held,
  { source, id, terms }: Beginning,
  { person, key }: RegistryActor,
  { session, at }: At,
): Promise<Outcome | Refused> {
  const _id = importKey(source, id);
  const found = await held.imports.findOne({ _id }, { session });
  if (found) {
    const { kind, mapping, isDryRun, sha256 } = found;
    const isSame = JSON.stringify({ kind, mapping, isDryRun, sha256 }) === JSON.stringify(terms);
    return isSame
      ? { document: found, isNew: false }
      : refused('taken', `${id} names another import already: choose another id`);
  }
  const refusal =
    (await unfitMapping(held.mappings, source, terms, session)) ?? (await noRoom(held, source, session));
  if (refusal) return refusal;
  const document: ImportDocument = {
    ...{ _id, source, id, ...terms, person, key, bytes: 0, state: 'receiving', counts: NO_COUNTS },
    ...{ line: 0, faults: [], warnings: [], createdAt: at, touchedAt: at, startedAt: null, endedAt: null },
    ...{ lease: '', leaseUntil: NEVER, tries: 0, hasContent: true },
  };
  await held.imports.insertOne(document, { session });
  return { document, isNew: true };
}

async function unfitMapping(
  mappings: MappingCollection,
  source: string,
  { kind, mapping }: ImportTerms,
  session: Session,
): Promise<Refused | undefined> {
  if (kind === 'facts') return undefined;
  const found = await mappings.findOne({ _id: mapping }, { session });
  if (!found || found.source !== source)
    return refused(
      'not-known',
      `${source} has no mapping ${mapping}; ./duixian mapping list shows those in force`,
    );
  if (found.status !== 'confirmed')
    return refused('not-allowed', `the mapping ${mapping} is ${found.status}: two persons put it in force`);
  return found.makes === MADE_OF[kind]
    ? undefined
    : refused('not-allowed', `${mapping} makes ${found.makes}; an import of ${kind} makes ${MADE_OF[kind]}`);
}

async function noRoom(
  { imports }: ImportCollections,
  source: string,
  session: Session,
): Promise<Refused | undefined> {
  const { importsAtOnce, importsKept, importSourceBytes } = LIMITS;
  const open = { source, state: { $in: ['receiving', 'running'] as const } };
  const busy = await imports.find(open as never, { session }).toArray();
  if (busy.length >= importsAtOnce.most)
    return refused(
      'over-limit',
      `${busy.map(({ id }) => id).join(' and ')} of ${source} are under way, and no more than ${importsAtOnce.most} at once: ` +
        'wait for one to end, or cancel one',
    );
  const [kept] = await keptOf(imports, { source }, session);
  return kept && (kept.imports >= importsKept.most || kept.bytes >= importSourceBytes.most)
    ? refused(
        'over-limit',
        `too much of earlier imports of ${source} is kept; the oldest is deleted: try in a minute`,
      )
    : undefined;
}

/** `startedAt` is the instant of arrival of all that is in it. */
function started(
  found: ImportDocument,
  hash: Hashed | undefined,
  { key }: RegistryActor,
  at: Date,
): Outcome | Refused {
  if (found.state === 'running' || found.state === 'finished') return { document: found, isNew: false };
  if (found.state !== 'receiving')
    return refused('not-allowed', `${found.id} is ${found.state}: begin another`);
  if (found.bytes === 0) return refused('not-allowed', `nothing of ${found.id} was sent yet`);
  if (hash && hash.bytes !== found.bytes)
    return refused('not-allowed', `${found.id} is still being sent; start it when all of it has arrived`);
  return { document: { ...found, state: 'running', key, startedAt: at }, isNew: true };
}

function cancelled(found: ImportDocument, at: Date): Outcome | Refused {
  if (found.state === 'cancelled') return { document: found, isNew: false };
  if (found.state === 'finished' || found.state === 'stopped')
    return refused('not-allowed', `${found.id} has ended: what it recorded stays`);
  return { document: { ...found, state: 'cancelled', endedAt: at, lease: '' }, isNew: true };
}

type Hashed = { readonly bytes: number };

/** Throws where the content is not the one whose hash was announced: then none of it is recorded. */
async function hashOfContent(
  { imports, chunks }: ImportCollections,
  key: string,
): Promise<Hashed | undefined> {
  const found = await imports.findOne({ _id: key });
  if (!found || found.sha256 === '' || found.state !== 'receiving') return undefined;
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const { content } of chunks.find({ import: key }).sort({ offset: 1 }).batchSize(2)) {
    hash.update(content.buffer);
    bytes += content.length();
  }
  const sha256 = hash.digest('hex');
  if (sha256 === found.sha256) return { bytes };
  throw new RpcError(
    rpcStatus.FAILED_PRECONDITION,
    `content-mismatch: the SHA-256 of the ${bytes} bytes that arrived is ${sha256}, and ${found.sha256} was announced; ` +
      'cancel it and send the file again',
  );
}
