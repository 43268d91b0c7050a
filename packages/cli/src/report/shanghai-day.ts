/** The day in Shanghai, where the regulation applies, whatever the time zone of this machine. */
export function todayInShanghai(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());
}
