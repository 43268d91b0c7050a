/** For people and programs; amounts come from JSON, so each fits a JSON number. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? Number(part) : part), 2);
}
