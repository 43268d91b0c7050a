import { LIMITS } from '@duixian/values';
import { CsvError, parse } from 'csv-parse/sync';
import { fileFault } from './file-fault.ts';
import type { FileFault } from './reading.ts';

export type CsvLine = { readonly line: number; readonly cells: readonly string[] };

/** The lines of a CSV file in UTF-8, with or without its mark, or in GB 18030; empty ones are left out. */
export function csvLines(bytes: Uint8Array): readonly CsvLine[] | FileFault {
  if (bytes.length > LIMITS.bankFileBytes.most)
    return fileFault('too-large', `the file has more than ${LIMITS.bankFileBytes.most} bytes`);
  const text = decoded(bytes);
  if (text === undefined)
    return fileFault('wrong-encoding', 'the file is neither UTF-8 nor GB 18030; save it as CSV UTF-8');
  try {
    const records = parse(text, {
      ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: LIMITS.csvRecordCharacters.most,
      to: LIMITS.statementLines.most + 2,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[];
    if (records.length > LIMITS.statementLines.most + 1)
      return fileFault('too-large', `the file has more than ${LIMITS.statementLines.most} lines; split it`);
    return records.map(({ record, info }) => ({
      line: info.lines,
      cells: record.map((cell) => cell.trim()),
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return fileFault(
      'wrong-kind-of-file',
      `it is not CSV by RFC 4180 (${error.code}); is a quote not closed?`,
    );
  }
}

/** UTF-16 is taken for neither. */
function decoded(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // It does not have this encoding.
    }
  }
  return undefined;
}
