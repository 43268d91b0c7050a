/** The columns of the table of accounts (收款账户), in the order in which they are written. */
export const PAYEE_COLUMNS = {
  entity: '统一社会信用代码',
  accountName: '户名',
  accountNo: '账号',
  bankName: '开户银行',
  bankCode: '联行号',
  document: '依据文件',
} as const;

export type PayeeColumn = keyof typeof PAYEE_COLUMNS;

/** An account as in the table: texts only, so that no digit is lost. */
export type PayeeRow = Readonly<Record<PayeeColumn, string>>;

/** One fault of a table: the line (of the file, or row of the sheet), the column, and what would be right. */
export type TableFault = { readonly line: number; readonly column: string; readonly message: string };

/** A row as in the file, before it is interpreted. */
export type RawRow = { readonly line: number; readonly cells: readonly RawCell[] };

/** `kind`: the type of a cell of a spreadsheet that is not text. */
export type RawCell = { readonly text: string; readonly kind?: 'number' | 'formula' | 'other' };

export type RawTable = { readonly rows: readonly RawRow[]; readonly faults: readonly TableFault[] };
