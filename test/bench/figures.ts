import { defined } from '@duixian/values';

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return defined(sorted[Math.floor((sorted.length - 1) / 2)], 'something was measured');
}
