/** A value of an enum on the wire as a word: `RECOVERY_STATE_WRITTEN_OFF` → `written-off`. */
export function wireWord(prefix: string, value: string): string {
  return value.slice(prefix.length).toLowerCase().replaceAll('_', '-');
}
