import { defined } from '@duixian/values';

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return defined(sorted[Math.floor((sorted.length - 1) / 2)], 'something was measured');
}

export function rounded(figure: number, digits = 2): number {
  return Number(figure.toFixed(digits));
}

export function inWords(figures: Record<string, number>): string {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure.toLocaleString('en')}`)
    .join('\n');
}
