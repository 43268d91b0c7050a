import type { recoveriesV1 } from '@duixian/proto';
import type { DocumentSources } from '../documents/document-sources.ts';
import { documentWriters } from '../documents/document-writers.ts';
import { filePieces } from '../documents/file-pieces.ts';
import { groupWords } from '../documents/group-words.ts';
import type { Collections } from '../unit-of-work/collections.ts';
import { demandLetterOf } from './demand-letter.ts';
import { noSuchRecovery } from './recovery-message.ts';
import { readRecovery } from './stored-recoveries.ts';

export async function* writeDemandLetter(
  collections: Collections,
  { office, awards }: DocumentSources,
  { id }: recoveriesV1.WriteDemandLetterRequest,
): AsyncGenerator<recoveriesV1.WriteDemandLetterResponse> {
  const recovery = await readRecovery(collections, id);
  if (!recovery) throw noSuchRecovery(id);
  const policy = await awards.policy();
  const letter = demandLetterOf(recovery, (group) => groupWords(policy, group), office);
  const { demandLetterDocx } = await documentWriters();
  yield* filePieces([await demandLetterDocx(letter)]);
}
