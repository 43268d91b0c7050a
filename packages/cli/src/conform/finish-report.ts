import { writeFile } from 'node:fs/promises';
import {
  exitCodeOf,
  htmlPage,
  junitXml,
  type Language,
  type Report,
  reportInWords,
  reportJson,
} from '@duixian/conformance';
import { Problem } from '@duixian/local/folder';
import type { Command } from 'commander';
import { Option } from 'commander';
import { usualLanguage } from '../report/explain-account.ts';
import { print } from '../report/lines.ts';

export type ReportOptions = {
  readonly lang: Language;
  readonly only?: readonly string[];
  readonly html?: string;
  readonly junit?: string;
  readonly json?: string;
};

/** The options of every profile. */
export function withReport(command: Command): Command {
  return command
    .option('--only <rules>', 'only these rules, such as W-01,W-02', (text) => text.split(','))
    .option('--html <file>', 'write the report as one page in Chinese and English')
    .option('--junit <file>', 'write it as JUnit XML')
    .option('--json <file>', 'write it as the canonical JSON whose SHA-256 every form of it names')
    .addOption(new Option('--lang <language>', 'language').choices(['en', 'zh']).default(usualLanguage()));
}

/** Refuses ids that are none, before anything is sent: a run that skips everything would look like a good one. */
export function mustBeRules(only: readonly string[] | undefined, rules: readonly { id: string }[]): void {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = only?.filter((id) => !known.has(id)) ?? [];
  if (unknown.length === 0) return;
  throw new Problem(
    `There is no rule ${unknown.join(', ')} in this profile; it has ${[...known].join(', ')}.`,
  );
}

/** Prints and writes a report. Returns the exit code. */
export async function finishReport(report: Report, options: ReportOptions): Promise<0 | 1 | 2> {
  print(...reportInWords(report, options.lang));
  await write(options.html, () => htmlPage(report));
  await write(options.junit, () => junitXml(report));
  await write(options.json, () => reportJson(report));
  return exitCodeOf(report);
}

async function write(path: string | undefined, content: () => string): Promise<void> {
  if (path === undefined) return;
  try {
    await writeFile(path, content());
  } catch (cause) {
    throw new Problem(`${path} was not written: ${(cause as Error).message}.`, { cause });
  }
  print(`${path} is written.`);
}
