/** The form of a cursor of each list; empty asks for the first page. */
export const CURSORS = {
  orders: /^\d{0,18}$/,
  /** "USCC/year/group", or "USCC/~" after the last payable of a USCC. */
  payables: /^[0-9A-Za-z-]{1,64}\/(?:~|-?\d{1,9}\/[^\p{Cc}]{1,64})$/u,
  /** "USCC:version" of the entries of one transaction. */
  movements: /^[0-9A-Za-z-]{1,64}:\d{10}$/,
  payees: /^[0-9A-Za-z-]{1,64}$/,
  runs: /^[A-Z0-9-]{1,32}$/,
  runLines: /^[0-9A-Za-z-]{1,64}$/,
  recoveries: /^[0-9A-Za-z-]{1,64}-D\d{1,9}$/,
  reconciliations: /^\d{4}-\d{2}-\d{2}-[0-9a-f]{1,64}-\d{1,9}$/,
  /** "entity/USCC". */
  withoutAccount: /^[0-9A-Za-z-]{1,64}\/[0-9A-Za-z-]{1,64}$/,
  /** "RUN/USCC". */
  objections: /^[A-Z0-9-]{1,32}\/[0-9A-Za-z-]{1,64}$/,
  /** "day/demand". */
  dueDemands: /^\d{4}-\d{2}-\d{2}\/[0-9A-Za-z-]{1,64}-D\d{1,9}$/,
  reconciled: /^\d{7}$/,
} as const;
