import { readFile } from 'node:fs/promises';
import { answerReader, importPayees as importRoute, problemDocument } from '@duixian/api';
import { addressOf } from '@duixian/client';
import { EXIT_CODES, Problem } from '@duixian/local/folder';
import type { z } from 'zod';
import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { problemOf } from '../system/problem-of.ts';
import { formatOfName, saveDownload } from '../system/save-download.ts';
import type { SystemClient } from '../system/system-client.ts';
import { unreadable } from '../system/unreadable.ts';

/** Long, because thousands of rows are checked one by one. */
const TIMEOUT_MS = 600_000;

const results = answerReader(importRoute.answer);
const refusal = answerReader(problemDocument);

/** Writes the whole table or nothing, readable only by its owner, because it holds bank accounts. */
export async function exportPayees(client: SystemClient, path: string): Promise<void> {
  const query = { format: formatOf(path) };
  await saveDownload(client, addressOf('get', '/v1/payees/export', { query }), path, TIMEOUT_MS);
}

/** Sends the table and prints the outcome of its rows. Returns the exit code. */
export async function importPayees(client: SystemClient, path: string, json?: true): Promise<number> {
  const format = formatOf(path);
  const body = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const headers = { 'content-type': 'application/octet-stream' };
  const request = { method: 'POST', headers, body: new Uint8Array(body), timeoutMs: TIMEOUT_MS };
  const response = await client.request(
    addressOf('post', '/v1/payees/import', { query: { format } }),
    request,
  );
  if (!response.ok) throw await refusalOf(client.url, path, response);
  const answer = results.parse(await response.json());
  if (json) console.log(JSON.stringify(answer, null, 2));
  else print(...inWords(answer));
  const isWhole = answer.results.every(({ outcome }) => outcome !== 'refused');
  return isWhole ? EXIT_CODES.done : EXIT_CODES.attention;
}

function formatOf(path: string): 'csv' | 'xlsx' {
  return formatOfName(path, ['csv', 'xlsx']);
}

/** All faults of the file, where it was refused for them. */
async function refusalOf(url: string, path: string, response: Response): Promise<Problem> {
  const copy = response.clone();
  const parsed = refusal.safeParse(await response.json().catch(() => undefined));
  const { detail, faults } = parsed.data ?? {};
  if (detail === undefined || faults === undefined) return problemOf(url, copy);
  return new Problem([`${path}: ${detail}`, ...faults.map(({ message }) => `  ${message}`)].join('\n'));
}

function inWords({ results: rows }: z.output<typeof results>): string[] {
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  const summary = `${count('proposed')} proposed, ${count('unchanged')} unchanged, ${count('refused')} refused`;
  const refused = rows.filter(({ outcome }) => outcome === 'refused');
  if (refused.length === 0) return [summary];
  const lines = refused.map(({ line, entity, reason }) => [String(line), entity, reason ?? '']);
  return [summary, ...table(['line', 'entity', 'reason'], lines)];
}
