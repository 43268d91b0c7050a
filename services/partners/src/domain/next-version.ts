/**
 * The version of what is published next. It is above what a database that was put back can have published before, so
 * readers that hold a later state than the backup take what is confirmed after it.
 */
export function nextVersion(last: number, at: Date): number {
  return Math.max(last + 1, at.getTime());
}
