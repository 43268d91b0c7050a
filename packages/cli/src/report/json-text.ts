/** For people and programs. Amounts come from JSON, so each fits a JSON number. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, numbered, 2);
}

/** The same in one line. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, numbered);
}

function numbered(_: string, part: unknown): unknown {
  return typeof part === 'bigint' ? Number(part) : part;
}
