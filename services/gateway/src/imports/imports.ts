import * as api from '@duixian/api';
import type { importsV1 } from '@duixian/proto';
import { LIMITS } from '@duixian/values';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';
import { sourcesToRead, sourceToRead, sourceToWrite } from '../access/source-to-read.ts';
import { Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { streamFrom } from '../http/streams.ts';
import { nextOf } from '../json/next-of.ts';
import type { Services } from '../services.ts';
import { importJson, lineJson, WIRE_KIND } from './json.ts';
import { outcomePages } from './outcomes.ts';
import { getImportReceipt } from './receipt.ts';

const createImport = endpoint(api.createImport, ({ key, query, body }, services) => {
  const { id, kind, mapping = '', dryRun = false, sha256 = '' } = body;
  const begin = { kind: WIRE_KIND[kind], mapping, isDryRun: dryRun, sha256 };
  return change(services, key, { id, asked: query.source, act: { $case: 'begin', value: begin } });
});

const appendToImport = endpoint(
  api.appendToImport,
  async ({ key, params, query, headers, body }, services) => {
    const content = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    if (content.length > LIMITS.importPartBytes.most)
      throw new Problem('too-large', `A part has at most ${LIMITS.importPartBytes.most} bytes.`);
    const source = sourceToWrite(key, query.source);
    const offset = BigInt(String(headers['upload-offset']));
    const { bytes } = await services.imports.appendContent({ source, id: params.id, offset, content });
    return new Answer(200, { bytes: Number(bytes) }, offsetHeader(Number(bytes)));
  },
);

const startImport = endpoint(api.startImport, ({ key, params, query }, services) =>
  change(services, key, { id: params.id, asked: query.source, act: { $case: 'start', value: {} } }),
);

const cancelImport = endpoint(api.cancelImport, ({ key, params, query }, services) =>
  change(services, key, { id: params.id, asked: query.source, act: { $case: 'cancel', value: {} } }),
);

const listImports = endpoint(api.listImports, async ({ key, query }, { imports }) => {
  const { after = '', limit } = query;
  const answer = await imports.listImports({ after, limit, sources: sourcesToRead(key, query.source) });
  return { imports: answer.imports.map(importJson), next: nextOf(answer.next) };
});

const getImport = endpoint(api.getImport, async ({ key, params, query }, { imports }) => {
  const source = sourceToRead(key, query.source);
  const found = importJson((await imports.getImport({ source, id: params.id })).import);
  return new Answer(200, found, offsetHeader(found.bytes));
});

const listImportOutcomes = endpoint(api.listImportOutcomes, ({ key, params, query }, { imports }) =>
  streamFrom(textOf(outcomePages(imports, { source: sourceToRead(key, query.source), id: params.id }))),
);

async function* textOf(pages: AsyncIterable<readonly importsV1.Line[]>): AsyncGenerator<string> {
  for await (const lines of pages) yield lines.map((line) => `${JSON.stringify(lineJson(line))}\n`).join('');
}

type Change = {
  readonly id: string;
  readonly asked: string | undefined;
  readonly act: importsV1.ChangeImportRequest['act'];
};

async function change({ imports }: Services, key: Key, { id, asked, act }: Change) {
  const source = sourceToWrite(key, asked);
  return importJson((await imports.changeImport({ source, id, actor: holderOf(key), act })).import);
}

function offsetHeader(bytes: number): Record<string, string> {
  return { 'upload-offset': String(bytes) };
}

export const importEndpoints: readonly Endpoint[] = [
  createImport,
  appendToImport,
  startImport,
  cancelImport,
  listImports,
  getImport,
  listImportOutcomes,
  getImportReceipt,
];
