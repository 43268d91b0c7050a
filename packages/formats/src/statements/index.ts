export {
  PAYEE_DETAIL_COLUMNS,
  type PayeeDetail,
  type PayeeDetailColumns,
  type PayeeDetailField,
  writePayeeDetail,
} from './payee-detail.ts';
export { readStatementReports } from './read-statement.ts';
