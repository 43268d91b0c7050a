import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyArchive } from '@duixian/documents/verify-archive';
import { openServersForTests, type ServersForTests } from '@duixian/messaging/servers-for-tests';
import { findPacks, policyOfPacks } from '@duixian/policy';
import { awardsV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { due, openProcess } from '../../testing/process-for-tests.ts';
import type { DocumentSources } from '../documents/document-sources.ts';
import { DEFAULT_PROGRAMME } from '../programmes/domain/programme.ts';
import { orderRecords, payeeRecords } from './archive-records.ts';
import { writeArchive } from './run-documents.ts';
import { readRun, readRunLines } from './stored-runs.ts';

const programmes = [
  { ...DEFAULT_PROGRAMME, name: '补助', mode: 'runs' as const, budgeted: false, publicityWorkingDays: 0 },
];
const FIRMS = ['91410100170051134L', '91410100719182239A', '91410100MA44HRPD7A'] as const;
const [FIRM, OTHER, OUT] = FIRMS;
const FEN = { [FIRM]: 100n, [OTHER]: 300n, [OUT]: 300n };
const ACCOUNT_NO = '6222021702000000014';
const BY = (by: string, document = `${by} 1号`) => ({ by, document });
const filter = { groups: [], years: [], smallestFen: 0n };
const PUBLISHED = '1号公示';

let isAway = false;
let explained = 0;
const away = () => {
  if (isAway) throw new RpcError(rpcStatus.UNAVAILABLE, 'awards is away');
};
const sources: DocumentSources = {
  office: { name: '市科技局', objectionsTo: '市科技局 0371', returnMoneyTo: '财政专户 1001' },
  awards: {
    async policy() {
      away();
      return policyOfPacks(findPacks('zhengzhou-2017-61'), {});
    },
    async *explain(accounts) {
      for (const { entity, year, group } of accounts) {
        away();
        explained += 1;
        const account = { ...awardsV1.Account.decode(new Uint8Array()), entity, year, group };
        yield entity === OUT ? undefined : { account, claims: [], furtherClaims: 0n, noClaims: [] };
      }
    },
  },
};

let servers: ServersForTests;
let process: Awaited<ReturnType<typeof openProcess>>;

beforeAll(async () => {
  servers = await openServersForTests('run-documents-test');
  process = await openProcess(await servers.open(), { programmes }, sources);
  await process.consume(...FIRMS.map((firm) => due(firm, 'import-technology', FEN[firm] ?? 0n, 1n)));
  await account('ann', { $case: 'propose', value: accountOf(FIRM) });
  await account('zhao', { $case: 'confirm', value: 1 });
  await process.runs.draft({ id: 'R1', title: '第一批', programme: 'awards', filter }, BY('ann'));
  await untilDone();
  await process.runs.draft({ id: 'R0', title: '草稿', programme: 'awards', filter }, BY('ann'));
  await untilDone();
  await process.runs.publish('R1', BY('bo', PUBLISHED));
  await untilDone();
  await process.runs.changeLine('R1', OUT, 'object', { ...BY('bo'), reason: '异议' });
  await process.runs.changeLine('R1', OUT, 'uphold', { ...BY('dai'), reason: '成立' });
  await process.runs.step('R1', 'approve', BY('chen'));
  await untilDone();
  await process.runs.issue('R1', BY('ann'));
  await untilDone();
  await process.intake.record(`R1-${FIRM}`, { status: 'paid', reason: '' });
}, 60_000);

afterAll(async () => {
  await process.jobs.stop();
  await servers.close();
});

function accountOf(entity: string) {
  return {
    accountName: `${entity} 公司`,
    accountNo: ACCOUNT_NO,
    bankName: '某银行',
    bankCode: '102491002010',
  };
}

function account(by: string, act: object) {
  return process.ask('changePayee', { entity: FIRM, by, because: '来函', act, sharedBecause: '' });
}

async function untilDone(): Promise<void> {
  while ((await process.collections.runs.countDocuments({ job: { $ne: null } })) > 0) {
    process.jobs.lookSoon();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const publication = (run: string, format: string) => process.file('writePublication', { run, format });
const archive = (run: string) => process.file('writeArchive', { run, exportedBy: 'wang' });

function keep(bytes: Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'archive-')), 'R1.zip');
  writeFileSync(path, bytes);
  return path;
}

async function firstLine() {
  const run = await readRun(process.collections, 'R1');
  if (!run) throw new Error('it was drafted');
  return readRunLines(process.collections, run, '', 1);
}

describe('the list of a run', () => {
  it('is as it was made public, with articles and days', async () => {
    const page = (await publication('R1', 'PUBLICATION_FORMAT_HTML')).toString();
    expect(page).toContain('共 3 家单位，合计 7.00 元');
    expect(page).toMatch(/第五条 [^，]*，2019 年度，3\.00 元/);
    for (const part of ['补助', '第一批', PUBLISHED, '市科技局 0371', OUT]) expect(page).toContain(part);
  });

  it('is a workbook as well, and nothing else', async () => {
    const workbook = await publication('R1', 'PUBLICATION_FORMAT_XLSX');
    expect(workbook.subarray(0, 2).toString()).toBe('PK');
    await expect(publication('R1', 'PUBLICATION_FORMAT_UNSPECIFIED')).rejects.toMatchObject({
      code: rpcStatus.INVALID_ARGUMENT,
    });
  });
});

describe('the archive of a run', () => {
  it('holds everything, and stands up to being checked without the system', async () => {
    const { manifest, differences } = await verifyArchive(keep(await archive('R1')));
    expect(differences).toEqual([]);
    expect(manifest).toMatchObject({ run: 'R1', exportedBy: 'wang', software: 'duixian 0.2.0' });
    expect(manifest?.files.map(({ name, records }) => [name, records])).toEqual([
      ['run.json', 1],
      ['lines.ndjson', 3],
      ['publication.html', 3],
      ['publication.xlsx', 3],
      ['orders.ndjson', 2],
      ['payees.ndjson', 1],
      ['explanations.ndjson', 3],
      ['movements.ndjson', expect.any(Number)],
    ]);
  });

  it('names the two persons who stand for an account as it was ordered, and its last digits', async () => {
    const lines = await firstLine();
    const payee = { accountNo: '…0014', number: 1, proposedBy: 'ann', confirmedBy: 'zhao' };
    expect(await payeeRecords(process.collections, lines)).toEqual([expect.objectContaining(payee)]);
    expect(await orderRecords(process.collections, lines)).toMatchObject([
      { payeeAccountNo: '…0014', history: [{ cause: 'order' }, { step: 'paid' }] },
    ]);
  });

  it('names nobody who confirmed the account after the order', async () => {
    await process.collections.payees.updateOne(
      { _id: FIRM },
      { $set: { 'notes.$[one].at': new Date('2999-01-01') } },
      { arrayFilters: [{ 'one.event': 'confirm' }] },
    );
    const [payee] = await payeeRecords(process.collections, await firstLine());
    expect(payee).toMatchObject({ number: null, proposedBy: null, confirmedBy: null });
  });

  it('breaks off where the run changes meanwhile', async () => {
    const parts = { collections: process.collections, settings: { programmes }, sources };
    const pieces = writeArchive(parts, { run: 'R1', exportedBy: 'wang' });
    await pieces.next();
    await process.collections.runs.updateOne({ _id: 'R1' }, { $inc: { version: 1 } });
    await expect(
      (async () => {
        for await (const _ of pieces);
      })(),
    ).rejects.toMatchObject({
      code: rpcStatus.FAILED_PRECONDITION,
      message: 'R1 changed while its archive was written.',
    });
  });

  it('is read no further when its reader goes away', async () => {
    explained = 0;
    const parts = { collections: process.collections, settings: { programmes }, sources };
    const pieces = writeArchive(parts, { run: 'R1', exportedBy: 'wang' });
    await pieces.next();
    await pieces.return(undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(explained).toBe(0);
  });

  it('is not made of a run that is being worked off', async () => {
    const job = { event: 'cancel' as const, act: { ...BY('ann'), at: new Date() }, cursor: '' };
    await process.collections.runs.updateOne({ _id: 'R1' }, { $set: { job } });
    await expect(archive('R1')).rejects.toMatchObject({
      code: rpcStatus.FAILED_PRECONDITION,
      details: 'R1 is being worked off (cancel); ask again when it is done.',
    });
    await process.collections.runs.updateOne({ _id: 'R1' }, { $set: { job: null } });
  });
});

describe.each([
  ['a list', (run: string) => publication(run, 'PUBLICATION_FORMAT_HTML')],
  ['an archive', archive],
])('%s', (_, write) => {
  it('is not made of a draft, nor of a run that there is not', async () => {
    await expect(write('R0')).rejects.toMatchObject({
      code: rpcStatus.FAILED_PRECONDITION,
      details: 'R0 was not made public; there is a list of it once it is published.',
    });
    await expect(write('R9')).rejects.toMatchObject({
      code: rpcStatus.NOT_FOUND,
      details: 'run "R9": there is no such run',
    });
  });

  it('waits for awards to be back, and nothing else does', async () => {
    isAway = true;
    await expect(write('R1')).rejects.toMatchObject({ code: rpcStatus.UNAVAILABLE });
    expect(await process.ask('getRun', { id: 'R1' })).toMatchObject({ run: { state: 'RUN_STATE_ISSUED' } });
    isAway = false;
    expect((await write('R1')).length).toBeGreaterThan(0);
  });
});
