import { readFile } from 'node:fs/promises';
import {
  type Mapping,
  MappingFault,
  parseMapping,
  presets,
  presetText,
  readDirectory,
} from '@duixian/formats/register';
import { directoryOf, type UnitDirectory } from '@duixian/formats/unit-directory';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { printDryRun } from '../mapping/dry-run.ts';
import { addHeldMappings } from '../mapping/held-mappings.ts';
import { faultsTable } from '../mapping/mapping-in-words.ts';
import { print } from '../report/lines.ts';
import { shortType } from '../report/plain-words.ts';
import { table } from '../report/table.ts';
import { unreadable } from '../system/unreadable.ts';

type TryOptions = { readonly directory?: string; readonly json?: true };

export function addMapping(program: Command): void {
  const group = program
    .command('mapping')
    .description(
      'how tables of others become facts (映射): tried on a file without any system, then put in force by two persons',
    );
  group
    .command('list')
    .description('the mappings that come with the system, to be copied and corrected')
    .action(list);
  addHeldMappings(group);
  group
    .command('show')
    .description('such a mapping as it is; a copy with a source and corrected headings is your own')
    .argument('<preset>', 'one of ./duixian mapping list')
    .action(show);
  group
    .command('try')
    .description(
      'read a table by a mapping and say what was recognised and what is wrong; nothing is sent. Exit code 1: something is refused',
    )
    .argument('<mapping>', 'a preset, or the file of a mapping')
    .argument('<file>', 'a table: CSV, .xlsx, or the XML of Excel 2003')
    .option(
      '--directory <file>',
      'units as a table: 单位名称, 统一社会信用代码, 性质, 行政区划代码 (and 国别代码, 单位代码)',
    )
    .option('--json', 'as JSON')
    .action(tryMapping);
}

function list(): void {
  const rows = presets().map(({ name }) => {
    const { version, makes, title = '' } = parseMapping(presetText(name) ?? '');
    return [name, `${version}`, shortType(makes), title];
  });
  print(...table(['preset', 'version', 'makes', 'title'], rows));
}

function show(preset: string): void {
  const text = presetText(preset);
  if (text === undefined) throw unknownPreset(preset);
  print(...text.trimEnd().split('\n'));
}

async function tryMapping(name: string, file: string, options: TryOptions): Promise<void> {
  const mapping = mappingOf(presetText(name) ?? (await mappingFile(name)));
  const unitOf = options.directory === undefined ? () => undefined : await directory(options.directory);
  process.exitCode = await printDryRun(mapping, file, await bytesOf(file), unitOf, options.json === true);
}

function mappingOf(text: string): Mapping {
  try {
    return parseMapping(text);
  } catch (error) {
    throw error instanceof MappingFault ? new Problem(error.message, { cause: error }) : error;
  }
}

async function mappingFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isPreset = (error as NodeJS.ErrnoException).code === 'ENOENT' && !/[./]/.test(path);
    throw isPreset ? unknownPreset(path) : unreadable(path, error);
  }
}

async function directory(path: string): Promise<UnitDirectory> {
  const { entries, faults } = await readDirectory(await bytesOf(path));
  if (faults.length === 0) return directoryOf(entries);
  throw new Problem([`${path} is not right:`, ...faultsTable(faults)].join('\n'));
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unknownPreset(name: string): Problem {
  const known = presets().map((preset) => preset.name);
  return new Problem(`There is no mapping ${name}, nor a file of that name; presets: ${known.join(', ')}.`);
}
