import type { z } from 'zod';
import type { Fault } from './fault.ts';
import { InexactNumber } from './json-text.ts';
import { visible } from './text-rules.ts';

/** Turns what the schema found into faults by field: which is missing, which unknown, which wrong and how. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], input: unknown, prefix: string): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownField(fieldName(prefix, [...issue.path, key])));
    }
    const field = fieldName(prefix, issue.path);
    const value = valueAt(input, issue.path);
    if (value === undefined) {
      return [
        {
          field,
          reason: 'missing-field' as const,
          message: `${field} is missing; it must be ${issue.message}`,
        },
      ];
    }
    const message = `${field} must be ${issue.message}; it is ${excerpt(value)}`;
    return [{ field, reason: 'bad-field' as const, message }];
  });
}

function unknownField(field: string): Fault {
  return {
    field,
    reason: 'unknown-field',
    message: `${field} is not a field of this type; take it out or correct its name`,
  };
}

/** `data.buyer.uscc`, `data.usageIds.3` */
function fieldName(prefix: string, path: readonly PropertyKey[]): string {
  return [prefix, ...path.map(String)].filter((part) => part !== '').join('.');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
}

const LONGEST_EXCERPT = 60;

/** What was sent, short enough for a message, and with every character to be seen. It looks into nothing: that may be of any depth. */
export function excerpt(value: unknown): string {
  if (value instanceof InexactNumber) return value.source.slice(0, LONGEST_EXCERPT);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  const text = visible(value.slice(0, LONGEST_EXCERPT + 1));
  const points = [...text];
  return points.length > LONGEST_EXCERPT
    ? `"${points.slice(0, LONGEST_EXCERPT - 3).join('')}…"`
    : `"${text}"`;
}
