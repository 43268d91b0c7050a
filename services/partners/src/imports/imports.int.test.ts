import { createHash, randomUUID } from 'node:crypto';
import { presetText } from '@duixian/formats/register';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import type { importsV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { LIMITS } from '@duixian/values';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  firstPersons,
  HENAN,
  type Running,
  refused,
  sha256,
  startProcess,
  testPersons,
} from '../partners-for-tests.ts';
import { importCollections, importKey } from './import-documents.ts';
import { tidyImports } from './keep-imports.ts';

let servers: ServersForTests;
let running: Running;
let clerkActor: importsV1.ChangeImportRequest['actor'];

beforeAll(async () => {
  servers = await openServersForTests('imports-test');
  const keys = [{ name: 'clerk', sha256: sha256('clerk') }];
  const clerk = { id: 'clerk', name: '导入程序', kind: 'machine', scopes: [`source:${HENAN}`], keys };
  const file = firstPersons({ persons: [...testPersons(), clerk] });
  running = await startProcess(servers, 'production', file);
  clerkActor = (running.actors as Record<string, typeof clerkActor>)['clerk'];
});
afterAll(async () => {
  await running.close();
  await servers.close();
});

const FACTS = { kind: 'IMPORT_KIND_FACTS', mapping: '', isDryRun: false, sha256: '' } as const;
type Begin = importsV1.ChangeImportRequest_Beginning;

const change = (id: string, act: importsV1.ChangeImportRequest['act'], actor = clerkActor) =>
  running.clients.imports.changeImport({ source: HENAN, id, actor, act });
const begin = (id: string, terms: Partial<Begin> = {}) =>
  change(id, { $case: 'begin', value: { ...FACTS, ...terms } });
const start = (id: string) => change(id, { $case: 'start', value: {} });
const cancel = (id: string) => change(id, { $case: 'cancel', value: {} });
const append = (id: string, offset: number, content: string | Buffer) =>
  running.clients.imports.appendContent({
    source: HENAN,
    id,
    offset: BigInt(offset),
    content: Buffer.from(content),
  });
const get = async (id: string) => (await running.clients.imports.getImport({ source: HENAN, id })).import;
const take = () => running.clients.imports.takeImport({});
const line = (number: number, outcome: importsV1.LineOutcome = 'LINE_OUTCOME_RECORDED') => ({
  ...{ line: BigInt(number), subject: `S-${number}`, outcome, faults: [] },
});
const save = (id: string, lease: string, lines: importsV1.Line[], more: object = {}) =>
  running.clients.imports.saveProgress({
    ...{ source: HENAN, id, lease, lines, ending: undefined, givesBack: false },
    ...more,
  });
const afterItsTime = () =>
  importCollections(running.parts.database).imports.updateMany({}, { $set: { leaseUntil: new Date(0) } });

/** One whose content has arrived and that was started. */
async function started(content = 'x'): Promise<string> {
  const id = randomUUID();
  await begin(id);
  await append(id, 0, content);
  await start(id);
  return id;
}

describe('a mapping', () => {
  const ID = 'ledger@1';
  const text = (changed = '') =>
    `${(presetText('national-register') ?? '').replace(/^id: .*/m, `id: ledger\nsource: ${HENAN}`)}${changed}`;
  const { propose, confirm, reject } = {
    propose: (id: string, content: string) =>
      changeMapping(id, { $case: 'propose', value: { text: content } }, 'li'),
    confirm: (id: string, by: 'li' | 'wang' | 'sun' = 'wang') =>
      changeMapping(id, { $case: 'confirm', value: {} }, by),
    reject: (id: string) => changeMapping(id, { $case: 'reject', value: {} }, 'wang'),
  };
  function changeMapping(id: string, act: object, by: 'li' | 'wang' | 'sun') {
    const actor = running.actors[by];
    return running.clients.mappings.changeMapping({ id, actor, because: '来函', act } as never);
  }

  it('is put in force by two persons, and is the same whenever it is sent again', async () => {
    await expect(begin('early', { kind: 'IMPORT_KIND_CONTRACT_REGISTER', mapping: ID })).rejects.toEqual(
      refused(rpcStatus.NOT_FOUND, /has no mapping ledger@1/),
    );
    expect((await propose(ID, text())).isNew).toBe(true);
    expect((await propose(ID, text())).isNew).toBe(false);
    await expect(begin('early', { kind: 'IMPORT_KIND_CONTRACT_REGISTER', mapping: ID })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /is proposed: two persons/),
    );
    await expect(confirm(ID, 'li')).rejects.toEqual(refused(rpcStatus.PERMISSION_DENIED, /approve/));
    expect((await confirm(ID)).mapping).toMatchObject({
      ...{ id: ID, source: HENAN, makes: 'duixian.contract.v1', status: 'MAPPING_STATUS_CONFIRMED' },
      ...{ proposedBy: 'li', confirmedBy: 'wang' },
    });
    expect((await confirm(ID)).isNew).toBe(false);
    expect((await running.clients.mappings.getMapping({ id: ID })).text).toBe(text());
  });

  it('never changes, whether it is in force or was rejected', async () => {
    await expect(propose(ID, text('# another\n'))).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /never changes: raise its version/),
    );
    await expect(reject(ID)).rejects.toEqual(refused(rpcStatus.FAILED_PRECONDITION, /was confirmed/));
    const second = text().replace(/^version: 1/m, 'version: 2');
    await propose('ledger@2', second);
    await reject('ledger@2');
    await expect(confirm('ledger@2')).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /was rejected: propose it again under another version/),
    );
  });

  it('is refused with everything that is wrong with it', async () => {
    const wrong = refused(rpcStatus.INVALID_ARGUMENT, /id: the text is ledger@1.*source: it must be/s);
    const preset = (presetText('national-register') ?? '').replace(/^id: .*/m, 'id: ledger');
    await expect(propose('other@1', preset)).rejects.toEqual(wrong);
    await expect(propose('x@1', 'id: X')).rejects.toEqual(
      refused(rpcStatus.INVALID_ARGUMENT, /id: it must be small letters.*columns/s),
    );
  });

  it('makes what an import of its kind makes, and nothing else', async () => {
    await expect(begin('kind', { kind: 'IMPORT_KIND_USAGE', mapping: ID })).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /makes duixian.contract.v1/),
    );
    await begin('kind', { kind: 'IMPORT_KIND_CONTRACT_REGISTER', mapping: ID });
    await append('kind', 0, 'x');
    await start('kind');
    const taken = await take();
    expect([taken.import?.id, taken.mappingText]).toEqual(['kind', text()]);
    await cancel('kind');
  });
});

describe('the content of an import', () => {
  it('arrives in parts, each at the place where the one before ends', async () => {
    await begin('parts');
    expect((await begin('parts')).isNew).toBe(false);
    const first = Buffer.alloc(LIMITS.importChunkBytes.most + 5, 'a');
    expect(await append('parts', 0, first)).toEqual({ bytes: BigInt(first.length) });
    for (const offset of [0, first.length - 1, first.length + 1])
      await expect(append('parts', offset, 'b')).rejects.toEqual(
        refused(rpcStatus.FAILED_PRECONDITION, new RegExp(`^offset: .*Upload-Offset: ${first.length}`)),
      );
    await append('parts', first.length, 'b');
    const pieces: Buffer[] = [];
    for (let offset = 0n; ; ) {
      const { content } = await running.clients.imports.readContent({ source: HENAN, id: 'parts', offset });
      if (content.length === 0) break;
      pieces.push(content);
      offset += BigInt(content.length);
    }
    expect(Buffer.concat(pieces).equals(Buffer.concat([first, Buffer.from('b')]))).toBe(true);
    await cancel('parts');
  });

  it('is started only if it is the one that was announced', async () => {
    const hash = createHash('sha256').update('announced').digest('hex');
    await begin('hash', { sha256: hash });
    await expect(start('hash')).rejects.toEqual(refused(rpcStatus.FAILED_PRECONDITION, /content-mismatch/));
    await append('hash', 0, 'annou');
    await expect(start('hash')).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^content-mismatch: .* the 5 bytes/),
    );
    await append('hash', 5, 'nced');
    expect((await start('hash')).import?.state).toBe('IMPORT_STATE_RUNNING');
    expect((await start('hash')).isNew).toBe(false);
    await expect(append('hash', 9, 'x')).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /takes no content/),
    );
    await cancel('hash');
  });

  it('is of its source alone, by a key of that source', async () => {
    const { li } = running.actors;
    await expect(change('own', { $case: 'begin', value: FACTS }, li)).rejects.toEqual(
      refused(rpcStatus.PERMISSION_DENIED, /li may not write as/),
    );
    const other = running.clients.imports.getImport({ source: 'urn:duixian:exchange:other', id: 'hash' });
    await expect(other).rejects.toEqual(refused(rpcStatus.NOT_FOUND, /has no import/));
  });

  it('is not taken beyond what a source may have under way', async () => {
    await begin('one');
    await begin('two');
    await expect(begin('three')).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^over-limit: .*no more than 2 at once/),
    );
    await expect(begin('one', { isDryRun: true })).rejects.toEqual(
      refused(rpcStatus.ALREADY_EXISTS, /names another import already/),
    );
    await expect(start('one')).rejects.toEqual(refused(rpcStatus.FAILED_PRECONDITION, /nothing of one/));
    await cancel('one');
    await cancel('two');
    await expect(start('one')).rejects.toEqual(refused(rpcStatus.FAILED_PRECONDITION, /is cancelled/));
  });
});

describe('the work on an import', () => {
  it('is of one gateway, until its time is over; a mark is set once', async () => {
    const id = await started();
    const first = await take();
    expect(first.import?.id).toBe(id);
    expect((await take()).import).toBeUndefined();
    await save(id, first.lease, [line(1), line(3, 'LINE_OUTCOME_REFUSED')]);
    await afterItsTime();
    const second = await take();
    expect([second.import?.line, second.import?.counts?.read]).toEqual([3n, 2n]);
    await expect(save(id, first.lease, [line(4)])).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^lease: /),
    );
    await save(id, second.lease, [line(4)]);
    await expect(save(id, second.lease, [line(4)])).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /^lease: /),
    );
    await save(id, second.lease, [], { ending: { isFinished: true, faults: [], warnings: [] } });
    expect(await get(id)).toMatchObject({
      state: 'IMPORT_STATE_FINISHED',
      counts: { read: 3n, recorded: 2n, refused: 1n },
    });
    const outcomes = await running.clients.imports.listOutcomes({ source: HENAN, id, after: 0n });
    const rest = await running.clients.imports.listOutcomes({ source: HENAN, id, after: outcomes.next });
    expect([...outcomes.lines, ...rest.lines].map((one) => Number(one.line))).toEqual([1, 3, 4]);
  });

  it('is known to keep others waiting', async () => {
    const id = await started();
    const { lease } = await take();
    expect(await save(id, lease, [line(1)])).toEqual({ othersWait: false });
    const other = await started();
    expect(await save(id, lease, [line(2)])).toEqual({ othersWait: true });
    expect((await take()).import?.id).toBe(other);
    await save(id, lease, [line(3)], { givesBack: true });
    // Who waited longest is next.
    expect((await take()).import?.id).toBe(id);
    for (const one of [id, other]) await cancel(one);
  });

  it('is given back at once by who ends, and to nobody once it is cancelled', async () => {
    const id = await started();
    const { lease } = await take();
    await save(id, lease, [], { givesBack: true });
    const again = await take();
    expect(again.import?.id).toBe(id);
    await cancel(id);
    await expect(save(id, again.lease, [line(1)])).rejects.toEqual(
      refused(rpcStatus.FAILED_PRECONDITION, /was cancelled/),
    );
    expect((await take()).import).toBeUndefined();
  });

  it('is stopped when nobody reaches its next mark', async () => {
    const id = await started();
    for (let tries = 0; tries < LIMITS.importTries.most; tries += 1) {
      expect((await take()).import?.id).toBe(id);
      await afterItsTime();
    }
    expect((await take()).import).toBeUndefined();
    expect(await get(id)).toMatchObject({ state: 'IMPORT_STATE_STOPPED', faults: [{ code: 'too-large' }] });
  });
});

it('what nobody goes on with is cancelled, and what has ended is deleted in time', async () => {
  const collections = importCollections(running.parts.database);
  await begin('idle');
  const now = Date.now();
  await tidyImports(collections, new Date(now + LIMITS.importIdleMs.most / 2));
  expect((await get('idle'))?.state).toBe('IMPORT_STATE_RECEIVING');
  await append('idle', 0, 'x');
  await tidyImports(collections, new Date(now + 2 * LIMITS.importIdleMs.most));
  expect((await get('idle'))?.state).toBe('IMPORT_STATE_CANCELLED');
  const key = { import: importKey(HENAN, 'idle') };
  expect(await collections.chunks.countDocuments(key)).toBe(1);
  const later = now + 3 * LIMITS.importIdleMs.most + LIMITS.importContentMs.most;
  await tidyImports(collections, new Date(later));
  expect(await collections.chunks.countDocuments(key)).toBe(0);
  await tidyImports(collections, new Date(later + LIMITS.importKeptMs.most));
  await expect(get('idle')).rejects.toEqual(refused(rpcStatus.NOT_FOUND, /has no import/));
});

it('beyond what is kept of a source the oldest content goes, and no import is begun meanwhile', async () => {
  const collections = importCollections(running.parts.database);
  for (const id of ['large-1', 'large-2']) {
    await begin(id);
    await append(id, 0, 'x');
    await cancel(id);
    const bytes = LIMITS.importSourceBytes.most / 2;
    await collections.imports.updateOne({ _id: importKey(HENAN, id) }, { $set: { bytes } });
  }
  await expect(begin('large-3')).rejects.toEqual(
    refused(rpcStatus.FAILED_PRECONDITION, /^over-limit: too much/),
  );
  await tidyImports(collections, new Date());
  const left = await collections.chunks.distinct('import', { import: /large/ });
  expect(left).toEqual([importKey(HENAN, 'large-2')]);
  await begin('large-3');
});
