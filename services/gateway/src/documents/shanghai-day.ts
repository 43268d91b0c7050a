const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** The day of an instant (RFC 3339) in Shanghai time, where the regulation applies. */
export function shanghaiDay(instant: string): string {
  return DAY.format(new Date(instant));
}
