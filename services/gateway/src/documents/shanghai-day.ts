const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** The day of an instant (RFC 3339) where the regulation is in force. */
export function shanghaiDay(instant: string): string {
  return DAY.format(new Date(instant));
}
