import { createHash, type Hash, randomInt } from 'node:crypto';
import {
  conformFile,
  conformWebhook,
  FILE_RULES,
  mustBeSecret,
  newSigningKeys,
  publicKeyBytes,
  publicKeyOf,
  WEBHOOK_RULES,
  WEBHOOK_WAITS,
} from '@duixian/conformance';
import { Problem } from '@duixian/local/folder';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { finishReport, mustBeRules, type ReportOptions, withReport } from '../conform/finish-report.ts';
import { print } from '../report/lines.ts';
import { productVersion } from '../report/version.ts';
import { bytesOf, totalBytes } from '../send/facts-sources.ts';

const LARGEST_SEED = 2 ** 31 - 1;
/** Of a rule, for the slowest: some messages that are each answered at the last moment. */
const RULE_LIMIT_MS = 120_000;

type WebhookOptions = ReportOptions & {
  readonly url: string;
  readonly secret: string;
  readonly publicKey?: string;
  readonly privateKey?: string;
  readonly effectsUrl?: string;
  readonly seed?: number;
  readonly speed: number;
};

type FileOptions = ReportOptions & { readonly source?: string };

export function addConform(program: Command): void {
  const group = program
    .command('conform')
    .description(
      'test what a partner built, rule by rule, with a report (对接检查); nothing is sent elsewhere',
    );
  withReport(group.command('webhook'))
    .description(
      'play our sender to a receiver of webhooks. Exit code 1: a must failed; 2: none did, but a rule was interrupted',
    )
    .requiredOption('--url <url>', 'where the receiver takes events', address)
    .addOption(
      new Option('--secret <secret>', 'whsec_…, a secret for tests that the receiver has too')
        .env('DUIXIAN_CONFORM_SECRET')
        .argParser(checked(mustBeSecret))
        .makeOptionMandatory(),
    )
    .option('--public-key <key>', 'whpk_…, by which the receiver verifies v1a', checked(publicKeyBytes))
    .addOption(
      new Option('--private-key <key>', 'whsk_… beside it, to send right v1a signatures as well')
        .env('DUIXIAN_CONFORM_PRIVATE_KEY')
        .argParser(checked(publicKeyOf)),
    )
    .option(
      '--effects-url <url>',
      'where the receiver says what an event did (packages/conformance)',
      address,
    )
    .option('--seed <number>', 'the same messages again (a new number)', wholeNumber)
    .option('--speed <factor>', 'wait so many times less for effects after an answer', factor, 1)
    .action(webhook);
  withReport(group.command('file'))
    .description('read a facts file by the rules of which something can be seen in one')
    .argument(
      '<facts>',
      'a facts file (.ndjson), or one batch as it would be sent (.json); - for lines from standard input',
    )
    .option('--source <uri>', 'the agreed source, which every fact must have')
    .action(file);
  group
    .command('signing-keys')
    .description('make a pair of keys for tests of v1a signatures')
    .action(signingKeys);
}

async function webhook(options: WebhookOptions): Promise<void> {
  mustBeRules(options.only, WEBHOOK_RULES);
  const { url, secret, publicKey, privateKey, effectsUrl, speed, only } = options;
  if (publicKey !== undefined && privateKey !== undefined && publicKeyOf(privateKey) !== publicKey)
    throw new Problem(
      '--public-key and --private-key are no pair; ./duixian conform signing-keys makes one.',
    );
  const seed = options.seed ?? randomInt(LARGEST_SEED);
  const waits = { ...WEBHOOK_WAITS, settleMs: WEBHOOK_WAITS.settleMs / speed };
  const keys = { secret, publicKey, privateKey };
  const startedAt = new Date().toISOString();
  const settings = { ...waits, ...keys, url, effectsUrl, seed, now: () => new Date() };
  const results = await conformWebhook(settings, { only, limitMs: RULE_LIMIT_MS });
  const { origin, pathname } = new URL(url);
  const about = { profile: 'webhook', subject: `${origin}${pathname}`, startedAt, seed };
  process.exitCode = await finishReport({ ...about, versions: versions(), results }, options);
}

async function file(path: string, options: FileOptions): Promise<void> {
  mustBeRules(options.only, FILE_RULES);
  totalBytes([path]);
  const { source, only } = options;
  const now = new Date();
  const isBatch = path.toLowerCase().endsWith('.json');
  const sum = createHash('sha256');
  const results = await conformFile(
    summed(bytesOf(path), sum),
    { source, isBatch, now },
    { only, limitMs: RULE_LIMIT_MS },
  );
  const subject = `${path}, SHA-256 ${sum.digest('hex')}`;
  const about = { profile: 'file', subject, startedAt: now.toISOString(), seed: null };
  process.exitCode = await finishReport({ ...about, versions: versions(), results }, options);
}

/** So that a report says of which content it is. */
async function* summed(chunks: AsyncIterable<Uint8Array>, sum: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    sum.update(chunk);
    yield chunk;
  }
}

function versions(): Record<string, string> {
  return { duixian: productVersion(), node: process.versions.node };
}

function signingKeys(): void {
  const { privateKey, publicKey } = newSigningKeys();
  print(`--public-key ${publicKey}`, `--private-key ${privateKey}`);
}

function address(text: string): string {
  const url = URL.parse(text);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.username === '') return text;
  throw new InvalidArgumentError('It must be an http:// or https:// address without a user.');
}

/** The text itself, where `check` does not throw. */
function checked(check: (text: string) => unknown): (text: string) => string {
  return (text) => {
    try {
      check(text);
    } catch (error) {
      throw new InvalidArgumentError(`${(error as Error).message}.`);
    }
    return text;
  };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= LARGEST_SEED) return value;
  throw new InvalidArgumentError(`It must be a whole number up to ${LARGEST_SEED}.`);
}

function factor(text: string): number {
  const value = Number(text);
  if (value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError('It must be a number from 1 to 1000.');
}
