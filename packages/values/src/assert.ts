/**
 * A failed assertion is a bug of ours, never of a partner: it stops the message that caused it, never the money.
 * Consumers dead-letter such a message (see packages/runtime).
 */
export class AssertionFailed extends Error {
  override name = 'AssertionFailed';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message);
}

/** Returns the value itself, where its absence would be a bug. */
export function defined<T>(value: T | undefined | null, message: string): T {
  assert(value !== undefined && value !== null, message);
  return value;
}
