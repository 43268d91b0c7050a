import { join } from 'node:path';
import {
  dataFolder,
  EXIT_CODES,
  type LocalKeys,
  Problem,
  readLocalKeys,
  readSystemState,
  type SystemState,
} from '@duixian/local/folder';
import type { Command } from 'commander';

export type Connection = {
  readonly url: string;
  readonly key: string;
  /** For the commands that are sent; a fresh one for each where it is undefined. */
  readonly idempotencyKey?: string | undefined;
};

export type ConnectionOptions = {
  readonly url?: string;
  readonly key?: string;
  readonly data: string;
  readonly idempotencyKey?: string;
};

const root = join(import.meta.dirname, '../../../..');

/** `.duixian/` of the checkout of this file, whatever the current folder. */
const DEFAULT_DATA_DIR = join(root, '.duixian');

/** The options of every command that needs a running system. */
export function withConnection(command: Command): Command {
  return withData(command)
    .option('--url <url>', "address of the system's gateway (or DUIXIAN_URL)")
    .option('--key <key>', 'key to use there (or DUIXIAN_KEY)')
    .option(
      '--idempotency-key <key>',
      'a name for what is done, for scripts: called again with it, nothing is done twice',
    );
}

export function withData(command: Command): Command {
  return command.option(
    '--data <dir>',
    'data folder of a system on this machine, which knows its address and key',
    DEFAULT_DATA_DIR,
  );
}

/** A command for the user to type next, which reaches the system of that data folder. */
export function commandFor(data: string, words: string): string {
  return `./duixian ${words}${data === DEFAULT_DATA_DIR ? '' : ` --data ${data}`}`;
}

/**
 * Address and key of the system: from the options, else from the data folder. The local key is sent only to the local
 * system while it runs: when it is stopped, another process may listen at its address.
 */
export function findSystem({ idempotencyKey, ...options }: ConnectionOptions): Connection {
  return { ...addressAndKey(options), idempotencyKey };
}

function addressAndKey({ url, key, data }: ConnectionOptions): Connection {
  const givenUrl = url ?? process.env['DUIXIAN_URL'];
  const givenKey = key ?? process.env['DUIXIAN_KEY'];
  if (givenUrl === undefined) {
    const local = findLocalSystem(data);
    return { url: local.url, key: givenKey ?? local.keys.adminKey };
  }
  const target = withoutSlash(givenUrl);
  if (!URL.canParse(target))
    throw new Problem(`${givenUrl} is not an address. Give one such as http://127.0.0.1:7750.`);
  if (givenKey !== undefined) return { url: target, key: givenKey };
  const folder = dataFolder(data);
  const state = readSystemState(folder);
  if (!state || isStopped(state) || target !== state.url)
    throw new Problem(`Give a key for ${target} with --key or DUIXIAN_KEY.`);
  return { url: target, key: readLocalKeys(folder).adminKey };
}

/** The system of a data folder, whatever the other options, with the keys of its persons. */
export function findLocalSystem(data: string): { readonly url: string; readonly keys: LocalKeys } {
  const folder = dataFolder(data);
  const state = readSystemState(folder);
  const { noAnswer: exitCode } = EXIT_CODES;
  if (!state)
    throw new Problem(
      `No system was ever started on ${folder.path}. Start one with ./duixian start, or say where it is with --url and --key.`,
      { exitCode },
    );
  if (isStopped(state))
    throw new Problem(
      `The system on ${folder.path} is stopped, and this command asks it while it runs. Nothing was changed: start it with ./duixian start, then call this again.`,
      { exitCode },
    );
  return { url: state.url, keys: readLocalKeys(folder) };
}

function isStopped({ processes }: SystemState): boolean {
  return Object.keys(processes).length === 0;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
