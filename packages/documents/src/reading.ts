// What comes from people as files: apart from what is written, so that who only reads loads none of the writers.
export type { TableFault } from './payee-table/payee-row.ts';
export { type ReadTable, readPayeeTable } from './payee-table/read-payee-table.ts';
export { cellText } from './text/writable.ts';
