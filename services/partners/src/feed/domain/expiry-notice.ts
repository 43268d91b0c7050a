const DAY_MS = 86_400_000;

/** `version`: of the announcements about one key, in their order. */
export type ExpiryNotice = { readonly version: number; readonly days: number };

/** The first is made 30 days before the end, the second 7. */
const NOTICES: readonly ExpiryNotice[] = [
  { version: 2, days: 7 },
  { version: 1, days: 30 },
];

/** What is to be announced by now about something that ends then; undefined: nothing yet. */
export function expiryNotice(endsAt: Date, now: Date): ExpiryNotice | undefined {
  const leftMs = endsAt.getTime() - now.getTime();
  return NOTICES.find(({ days }) => leftMs <= days * DAY_MS);
}
