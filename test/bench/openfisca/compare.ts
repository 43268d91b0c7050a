import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programOf } from '@duixian/local';
import { testUsccs } from '@duixian/testing';
import { inWords, median, rounded } from '../figures.ts';
import { canPin, measureOnOneCore, nodeProgram } from '../measured-process.ts';

const CACHE = join(import.meta.dirname, '../../../.cache');
const RULES = join(import.meta.dirname, 'rules.py');
const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const INSTALL_MS = 300_000;
const BUYERS = 2_000;
const BROKERS = 100;
const GROUPS = ['import-technology', 'facilitation'];

type Options = { readonly contracts: number; readonly pairs: number; readonly json?: true };

/** `replay` of contracts against the two rules that they meet in OpenFisca: whole processes on one core, in turns. */
export async function benchOpenFisca({ contracts, pairs, json }: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'duixian-bench-'));
  try {
    const file = join(folder, 'contracts.ndjson');
    writeFileSync(file, [...linesOf(contracts)].map((line) => `${JSON.stringify(line)}\n`).join(''));
    if (!canPin) console.log('taskset is not here: other cores help, so the figures are too good');
    const openFisca = ['python3', RULES, file];
    const env = { ...process.env, PYTHONPATH: installed() };
    const replay = nodeProgram(await programOf('duixian'), 'replay', file);
    await mustAgree(openFisca, env, replay);
    const runs: { ours: number; theirs: number }[] = [];
    for (let pair = 1; pair <= pairs; pair += 1) {
      const theirs = (await measureOnOneCore(openFisca, env)).seconds;
      const ours = (await measureOnOneCore(replay)).seconds;
      console.log(`pair ${pair}: OpenFisca ${theirs.toFixed(2)} s, replay ${ours.toFixed(2)} s`);
      runs.push({ ours, theirs });
    }
    const figures = {
      replaySeconds: rounded(median(runs.map(({ ours }) => ours))),
      openFiscaSeconds: rounded(median(runs.map(({ theirs }) => theirs))),
      replayByOpenFisca: rounded(median(runs.map(({ ours, theirs }) => ours / theirs))),
    };
    console.log(json ? JSON.stringify(figures) : inWords(figures));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Otherwise they would not have done the same work. */
async function mustAgree(
  openFisca: readonly string[],
  env: NodeJS.ProcessEnv,
  replay: readonly string[],
): Promise<void> {
  const theirs = (await answerOf(openFisca, env)) as { entitledFen: number };
  const ours = (await answerOf(replay, process.env)) as {
    accounts: { group: string; entitledFen: number }[];
  };
  const sum = ours.accounts
    .filter(({ group }) => GROUPS.includes(group))
    .reduce((fen, { entitledFen }) => fen + entitledFen, 0);
  if (sum !== theirs.entitledFen)
    throw new Error(`replay awards ${sum} fen by the two rules, OpenFisca ${theirs.entitledFen}`);
}

async function answerOf(
  [program = '', ...rest]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<unknown> {
  const { stdout } = await promisify(execFile)(program, rest, { env, maxBuffer: 1 << 28 });
  return JSON.parse(stdout);
}

/** Institutions that are recognised, and contracts that they arranged, of three years. */
function* linesOf(contracts: number): Generator<object> {
  const usccs = testUsccs(BUYERS + BROKERS);
  const brokers = usccs.slice(BUYERS);
  const event = (type: string, subject: string, on: string, data: object) => ({
    ...{ specversion: '1.0', id: subject, source: 'urn:duixian:example:bench', type: `duixian.${type}.v1` },
    ...{ subject, time: `${on}T09:00:00+08:00`, data: { revision: 1, ...data } },
  });
  for (const [at, uscc] of brokers.entries())
    yield event('recognition', `REC-${at}`, '2017-06-20', {
      ...{ uscc, kind: 'service-institution', level: 'municipal', documentNo: '示例' },
      ...{ recognizedOn: '2017-06-01', status: 'recognized', revokedOn: null },
    });
  const party = (uscc = '', kind = 'enterprise') => ({ uscc, name: '示例', kind, divisionCode: '410100' });
  for (let at = 0; at < contracts; at += 1) {
    const year = 2018 + (at % 3);
    const on = `${year}-0${1 + (at % 9)}-1${at % 10}`;
    const fen = (1 + ((at * 7_919) % 400)) * 1_000_000;
    yield event('contract', `${year}4101${String(at).padStart(8, '0')}`, on, {
      ...{ category: 'transfer', title: '示例技术转让', signedOn: on, registeredOn: on },
      seller: party(usccs[(at * 31 + 1) % BUYERS], 'university'),
      buyer: party(usccs[(at * 31) % BUYERS]),
      intermediary: party(brokers[at % BROKERS]),
      ...{ totalAmountFen: fen, technologyAmountFen: fen },
      ...{ relatedParties: false, fiscallyFunded: false, status: 'registered' },
    });
  }
}

/** The folder with OpenFisca and what it needs, each in the pinned version, by pip. */
function installed(): string {
  const sum = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(CACHE, `openfisca-${sum}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const quiet = ['-q', '--disable-pip-version-check', '--root-user-action=ignore', '--only-binary=:all:'];
  try {
    const pip = ['-m', 'pip', 'install', ...quiet, '--no-deps', '--target', unfinished, '-r', REQUIREMENTS];
    execFileSync('python3', pip, { timeout: INSTALL_MS });
    renameSync(unfinished, folder);
    return folder;
  } catch (cause) {
    rmSync(unfinished, { recursive: true, force: true });
    const remedy = 'It needs Python 3.11 or newer with pip, and a package index that pip can reach.';
    throw new Error(`OpenFisca could not be installed by pip: ${String(cause)}\n${remedy}`, { cause });
  }
}
