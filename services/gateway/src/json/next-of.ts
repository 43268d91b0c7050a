/** The cursor of the next page as it is answered: null on the last. */
export function nextOf(cursor: string): string | null {
  return cursor === '' ? null : cursor;
}
