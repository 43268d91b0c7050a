/** The cursor of the next page in answers: null on the last page. */
export function nextOf(cursor: string): string | null {
  return cursor === '' ? null : cursor;
}
