import { join } from 'node:path';
import { dataFolder, EXIT_CODES, Problem, readLocalKeys, readSystemState } from '@duixian/local';
import type { Command } from 'commander';

export type Connection = { readonly url: string; readonly key: string };

export type ConnectionOptions = { readonly url?: string; readonly key?: string; readonly data: string };

const root = join(import.meta.dirname, '../../../..');

/** `.duixian/` of the checkout that this file belongs to, whichever folder the command is run in. */
const DEFAULT_DATA_DIR = join(root, '.duixian');

/** The options of every command that talks to a running system. */
export function withConnection(command: Command): Command {
  return withData(command)
    .option('--url <url>', "address of the system's gateway (or DUIXIAN_URL)")
    .option('--key <key>', 'key to use there (or DUIXIAN_KEY)');
}

export function withData(command: Command): Command {
  return command.option(
    '--data <dir>',
    'data folder of a system on this machine, which knows its address and key',
    DEFAULT_DATA_DIR,
  );
}

/**
 * Where the system is and with which key: as told, else as the data folder says. The local key goes nowhere but to the
 * local system while it runs: when it is stopped, something else may listen at its address.
 */
export function findSystem({ url, key, data }: ConnectionOptions): Connection {
  const folder = dataFolder(data);
  const toldUrl = url ?? process.env['DUIXIAN_URL'];
  const toldKey = key ?? process.env['DUIXIAN_KEY'];
  const state = readSystemState(folder);
  const localUrl = state?.url;
  const found = toldUrl ?? localUrl;
  if (found === undefined) {
    throw new Problem(
      `No system was ever started on ${folder.path}. Start one with ./duixian start, or say where it is with --url and --key.`,
      { exitCode: EXIT_CODES.noAnswer },
    );
  }
  const target = withoutSlash(found);
  if (!URL.canParse(target)) {
    throw new Problem(`${found} is not an address. Give one such as http://127.0.0.1:7750.`);
  }
  const isStopped = state !== undefined && Object.keys(state.processes).length === 0;
  if (isStopped && toldUrl === undefined)
    throw new Problem(
      `The system on ${folder.path} is stopped, and this command asks it while it runs. Nothing was changed: start it with ./duixian start, then call this again.`,
      { exitCode: EXIT_CODES.noAnswer },
    );
  if (toldKey !== undefined) return { url: target, key: toldKey };
  if (target !== localUrl || isStopped)
    throw new Problem(`Give a key for ${target} with --key or DUIXIAN_KEY.`);
  return { url: target, key: readLocalKeys(folder).adminKey };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
