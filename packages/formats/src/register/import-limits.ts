import { LIMITS } from '@duixian/values';
import type { CsvLimits, WorkbookLimits } from '../tables/table.ts';

/** How much a table that is imported may hold. */
export const IMPORT_LIMITS: CsvLimits & WorkbookLimits = {
  records: LIMITS.sheetRows.most,
  columns: LIMITS.importColumns.most,
  recordCharacters: LIMITS.importRecordCharacters.most,
  cellCharacters: LIMITS.cellCharacters.most,
  unpackedBytes: LIMITS.importUnpackedBytes.most,
  unpackedRatio: LIMITS.importUnpackedRatio.most,
  parts: LIMITS.workbookParts.most,
  texts: LIMITS.importTexts.most,
  textCharacters: LIMITS.importTextCharacters.most,
  mergedCells: LIMITS.workbookMergedCells.most,
  memoryBytes: LIMITS.importMemoryBytes.most,
  ms: LIMITS.importMs.most,
};
