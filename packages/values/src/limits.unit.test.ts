import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LIMITS } from './limits.ts';
import { limitsInMarkdown, withLimits } from './limits-table.ts';

const PAGE = join(import.meta.dirname, '../../../docs/reliability.md');

describe('limits', () => {
  it('stand in the documentation as in the code; `npm run limits` writes them there', () => {
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toContain(`<!-- limits -->\n${limitsInMarkdown()}\n<!-- end of limits -->`);
    expect(withLimits(page)).toBe(page);
  });

  it.each(Object.entries(LIMITS))('%s is a whole number above zero', (_, { most }) => {
    expect(Number.isSafeInteger(most) && most > 0).toBe(true);
  });

  it('are written in the largest unit that divides them', () => {
    const of = 'x';
    const beyond = 'y';
    const amounts = limitsInMarkdown({
      a: { most: 1_048_576, unit: 'bytes', of, beyond },
      b: { most: 1_536, unit: 'bytes', of, beyond },
      c: { most: 921_600, unit: 'bytes', of, beyond },
      d: { most: 86_400_000, unit: 'ms', of, beyond },
      e: { most: 90_000, unit: 'ms', of, beyond },
      f: { most: 20_000, unit: 'items', of, beyond },
      g: { most: 64, unit: 'levels', of, beyond },
    })
      .split('\n')
      .slice(2)
      .map((row) => row.split('|')[3]?.trim());
    expect(amounts).toEqual(['1 MiB', '1,536 bytes', '900 KiB', '24 h', '90 s', '20,000', '64 levels']);
  });
});
