import { type Mapping, parseMapping } from '@duixian/formats/register';
import type { importsV1, registerV1 } from '@duixian/proto';
import { type Logger, messageOf, PeriodicTask, rpcStatus } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { type Key, mayWrite } from '../access/key.ts';
import type { Keyring } from '../access/keyring.ts';
import type { Intake } from '../events/record-items.ts';
import type { Pass } from '../events/shared-calls.ts';
import { Problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { type FileEnding, type ImportLine, readFacts, readTable } from './import-lines.ts';
import { contentOf, wholeOf } from './read-content.ts';
import { type Recording, recordLines } from './record-lines.ts';

const ASK_EVERY_MS = 1_000;
/** Where nothing is imported, which is nearly always. */
const AT_REST_MS = 3_000;

/** This gateway ends, or it is the turn of another import. */
class Left extends Error {}

/** Its key has ended: what is left is not recorded. */
class KeyEnded extends Error {}

/**
 * Works through imports, one at a time, by the same way in as everything else (adr 25). Whoever ends in the midst leaves
 * it at its last mark: lines that were recorded after it are duplicates for whoever goes on.
 */
export function workingOnImports(keyring: Keyring, services: Services, log: Logger) {
  const failure = 'an import could not go on; it is tried again';
  const options = { name: 'imports', everyMs: ASK_EVERY_MS, failure, log };
  const leaving = new AbortController();
  const task = new PeriodicTask(options, async () => {
    const worked = await workOnImport({ keyring, services, log, leaving: leaving.signal });
    return worked ? 0 : AT_REST_MS;
  });
  return {
    start: () => task.start(),
    stop: () => {
      leaving.abort();
      return task.stop();
    },
  };
}

type Work = {
  readonly keyring: Keyring;
  readonly services: Services;
  readonly log: Logger;
  readonly leaving: AbortSignal;
};

/** Returns whether there was one. */
async function workOnImport(work: Work): Promise<boolean> {
  const taken = await work.services.imports.takeImport({});
  if (!taken.import) return false;
  const { source, id } = taken.import;
  const place = { source, id, lease: taken.lease };
  const { imports } = work.services;
  const end = (ending: FileEnding) =>
    imports.saveProgress({ ...place, lines: [], ending: endingOf(ending), givesBack: false });
  // Where partners is away too, others have to wait until its time is over.
  const giveBack = () =>
    imports.saveProgress({ ...place, lines: [], ending: undefined, givesBack: true }).catch(() => undefined);
  try {
    await end(await workThrough(taken, work));
  } catch (error) {
    if (isLost(error)) return true;
    if (error instanceof KeyEnded) await end(stopped('key-revoked', error.message));
    else if (error instanceof Left || isOutage(error)) {
      await giveBack();
      if (!(error instanceof Left)) throw error;
    } else {
      work.log.error({ source, id, reason: messageOf(error) }, 'a defect of this software stopped an import');
      await end(stopped('internal', `a defect of this system stopped it (${messageOf(error)})`));
    }
  }
  return true;
}

function endingOf({ isStopped, faults, warnings }: FileEnding): importsV1.SaveProgressRequest_Ending {
  const message = ({ line, ...rest }: FileEnding['faults'][number]) => ({ ...rest, line: BigInt(line ?? 0) });
  return { isFinished: !isStopped, faults: faults.map(message), warnings: warnings.map(message) };
}

function stopped(code: string, message: string): FileEnding {
  return {
    isStopped: true,
    faults: [{ line: undefined, place: '', code: code as 'bad-field', message }],
    warnings: [],
  };
}

async function workThrough(taken: importsV1.TakeImportResponse, work: Work): Promise<FileEnding> {
  const { services } = work;
  const one = defined(taken.import, 'an import was taken');
  const { source, id, startedAt } = one;
  const mapping = taken.mappingText === '' ? undefined : parseMapping(taken.mappingText);
  const marker = new Marker(taken, mapping, work);
  const take = (line: ImportLine) => marker.add(line);
  const content = contentOf(services.imports, { source, id });
  const ending = mapping
    ? await readTable(await wholeOf(content), mapping, { source, arrivedAt: startedAt }, take)
    : await readFacts(content, { after: Number(one.line) }, take);
  await marker.save();
  return ending;
}

/** Records lines together, and marks how far it is after each time. */
class Marker {
  readonly #taken: importsV1.TakeImportResponse;
  readonly #import: importsV1.Import;
  readonly #mapping: Mapping | undefined;
  readonly #work: Work;
  readonly #done: number;
  readonly #beganAt = performance.now();
  #lines: ImportLine[] = [];
  #bytes = 0;

  constructor(taken: importsV1.TakeImportResponse, mapping: Mapping | undefined, work: Work) {
    this.#taken = taken;
    this.#import = defined(taken.import, 'an import was taken');
    this.#mapping = mapping;
    this.#work = work;
    this.#done = Number(this.#import.line);
  }

  async add(line: ImportLine): Promise<void> {
    // Who had it before has marked it.
    if (line.line <= this.#done) return;
    const { importLinesTogether, importLinesBytes } = LIMITS;
    if (this.#bytes + line.bytes > importLinesBytes.most) await this.save();
    this.#lines.push(line);
    this.#bytes += line.bytes;
    if (this.#lines.length >= importLinesTogether.most) await this.save();
  }

  async save(): Promise<void> {
    if (this.#lines.length === 0) return;
    const { services, leaving } = this.#work;
    if (leaving.aborted) throw new Left();
    const { source, id } = this.#import;
    const lines = await recordLines(this.#lines, this.#recording(), services);
    const { lease } = this.#taken;
    const saved = { source, id, lease, lines, ending: undefined, givesBack: false };
    const { othersWait } = await services.imports.saveProgress(saved);
    this.#lines = [];
    this.#bytes = 0;
    if (othersWait && performance.now() - this.#beganAt > LIMITS.importTurnMs.most) throw new Left();
  }

  /** By the rights that its key has now. */
  #recording(): Recording {
    const { keyring, services } = this.#work;
    const { source, id, isDryRun, startedAt } = this.#import;
    const key = standingKey(keyring, this.#taken.key);
    if (!key || !mayWrite(key, source))
      throw new KeyEnded(`the key by which it was started may not write as ${source} any more`);
    return {
      ...{ source, id, isDryRun, keyring, makes: this.#mapping?.makes ?? '', arrivedAt: new Date(startedAt) },
      intake: isDryRun ? judging(services) : services.intake,
      isAnySource: key.sources === '*',
    };
  }
}

function standingKey(keyring: Keyring, id: string): Key | undefined {
  if (!keyring.isKnown()) throw new Problem('unavailable', 'Which keys there are is not known now.');
  return keyring.standing(id);
}

/** Registers say what they would record. */
function judging({ registers }: Services): Intake {
  const judge = (register: Services['registers'][keyof Services['registers']]) => ({
    async record(items: readonly registerV1.RecordRequest_Item[], pass?: Pass) {
      const sourceVersions = Object.fromEntries(pass?.sourceVersions ?? []);
      const request = { items: [...items], sourceVersions, anySource: pass?.isAnySource ?? false };
      return (await register.judge(request, { timeoutMs: LIMITS.recordMs.most })).results;
    },
  });
  return {
    institutions: judge(registers.institutions),
    contracts: judge(registers.contracts),
    metering: judge(registers.metering),
    awards: judge(registers.awards),
  };
}

function codeOf(error: unknown): number | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
}

function isLost(error: unknown): boolean {
  return codeOf(error) === rpcStatus.FAILED_PRECONDITION;
}

const DEFECTS: readonly (number | undefined)[] = [
  rpcStatus.INTERNAL,
  rpcStatus.INVALID_ARGUMENT,
  rpcStatus.UNKNOWN,
];

function isOutage(error: unknown): boolean {
  if (error instanceof Problem) return true;
  const code = codeOf(error);
  return code !== undefined && !DEFECTS.includes(code);
}
