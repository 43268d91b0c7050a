import type { CsvLimits, WorkbookLimits } from '@duixian/formats/tables';
import { LIMITS } from '@duixian/values';

export const TOO_MANY_ROWS = `a table has at most ${LIMITS.tableRows.most} rows at once; split it`;

export const CSV_LIMITS: CsvLimits = {
  // One more row than a table may have, for the heading.
  records: LIMITS.tableRows.most + 1,
  columns: LIMITS.tableColumns.most,
  recordCharacters: LIMITS.csvRecordCharacters.most,
  cellCharacters: LIMITS.cellCharacters.most,
};

export const WORKBOOK_LIMITS: WorkbookLimits = {
  unpackedBytes: LIMITS.workbookUnpackedBytes.most,
  // The bytes are few enough, however well they were packed.
  unpackedRatio: Number.POSITIVE_INFINITY,
  parts: LIMITS.workbookParts.most,
  texts: LIMITS.workbookTexts.most,
  textCharacters: LIMITS.workbookTextCharacters.most,
  mergedCells: LIMITS.workbookMergedCells.most,
  columns: LIMITS.tableColumns.most,
  cellCharacters: LIMITS.cellCharacters.most,
  memoryBytes: LIMITS.workbookMemoryBytes.most,
  ms: LIMITS.workbookMs.most,
};
