import type { runsV1 } from '@duixian/proto';
import { documentWriters } from '../documents/document-writers.ts';
import { filePieces } from '../documents/file-pieces.ts';
import { refuseIf } from '../wire/request-faults.ts';
import { archivableRun, runArchive } from './archive.ts';
import { publicationOf, publishedRun, type RunDocumentParts } from './publication.ts';

const WRITERS = {
  PUBLICATION_FORMAT_HTML: 'publicationHtml',
  PUBLICATION_FORMAT_XLSX: 'publicationXlsx',
} as const;

export async function* writePublication(
  parts: RunDocumentParts,
  { run: id, format }: runsV1.WritePublicationRequest,
): AsyncGenerator<runsV1.WritePublicationResponse> {
  const writer = WRITERS[format as keyof typeof WRITERS];
  refuseIf([!writer && 'format: HTML or XLSX']);
  const run = await publishedRun(parts, id);
  const list = await publicationOf(run, parts);
  const { [writer]: write } = await documentWriters();
  yield* filePieces(write(list));
}

export async function* writeArchive(
  parts: RunDocumentParts,
  { run: id, exportedBy }: runsV1.WriteArchiveRequest,
): AsyncGenerator<runsV1.WriteArchiveResponse> {
  refuseIf([exportedBy === '' && 'exportedBy: for whom']);
  const run = await archivableRun(parts, id);
  yield* filePieces(await runArchive(run, parts, exportedBy));
}
