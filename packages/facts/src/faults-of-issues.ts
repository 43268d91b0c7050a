import type { z } from 'zod';
import type { Fault } from './fault.ts';

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

/** What was sent, short enough for a message. */
function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
