export { type CsvRecord, CsvRefused, csvRecords } from './csv-records.ts';
export { utf8Pieces } from './encoding.ts';
export { openCsv, openTable, openXlsx } from './open-table.ts';
export {
  type Cell,
  type CsvLimits,
  type Row,
  type Table,
  TableRefused,
  type WorkbookLimits,
} from './table.ts';
