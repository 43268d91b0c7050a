import { visible } from '@duixian/values';
import type { z } from 'zod';
import type { Fault } from './fault.ts';

/**
 * Turns the issues that the schema found into faults by field: which is missing, which unknown, which wrong and how.
 */
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

/** `data.buyer.uscc`, `data.usageIds.3`; a name that a sender invented is shortened and shown like any text. */
function fieldName(prefix: string, path: readonly PropertyKey[]): string {
  const parts = path.map((key) => cut(String(key)));
  return (prefix === '' ? parts : [prefix, ...parts]).join('.');
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
}

const LONGEST_EXCERPT = 60;

/**
 * The value that was sent, short enough for a message, with every character visible. It does not look into the value,
 * which may have any depth.
 */
export function excerpt(value: unknown): string {
  if (typeof value === 'symbol') return cut(value.description ?? '');
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${cut(value).replaceAll(/["\\]/g, '\\$&')}"` : String(value);
}

/** By code points, so that none is halved. */
function cut(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST_EXCERPT + 2)];
  if (points.length <= LONGEST_EXCERPT) return visible(text);
  return `${visible(points.slice(0, LONGEST_EXCERPT - 3).join(''))}…`;
}
