import { KIB, LIMITS, type Limit, MIB } from './limits.ts';

/** Every limit as a row of the table in docs/reliability.md. */
export function limitsInMarkdown(limits: Readonly<Record<string, Limit>> = LIMITS): string {
  const rows = Object.entries(limits).map(
    ([name, limit]) => `| \`${name}\` | ${limit.of} | ${amountOf(limit)} | ${limit.beyond} |`,
  );
  return ['| limit | of what | most | beyond it |', '|---|---|---|---|', ...rows].join('\n');
}

/** A page of text with its table generated again, between the two marks. */
export function withLimits(page: string): string {
  return page.replace(
    /(<!-- limits -->\n)[\s\S]*(\n<!-- end of limits -->)/,
    (_, begin: string, end: string) => [begin, limitsInMarkdown(), end].join(''),
  );
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** An amount is written in the largest of these units that divides it. */
const LARGER_UNITS: Partial<Record<Limit['unit'], readonly (readonly [number, string])[]>> = {
  bytes: [
    [MIB, 'MiB'],
    [KIB, 'KiB'],
  ],
  ms: [
    [HOUR, 'h'],
    [MINUTE, 'min'],
    [SECOND, 's'],
  ],
};

function amountOf({ most, unit }: Limit): string {
  const [size, name] = LARGER_UNITS[unit]?.find(([one]) => most % one === 0) ?? [1, unit];
  const amount = (most / size).toLocaleString('en-US');
  return unit === 'items' ? amount : `${amount} ${name}`;
}
