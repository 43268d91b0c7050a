import { AssertionFailed } from '@duixian/values';
import mongoose from 'mongoose';
import { ConcurrentChange } from './database.ts';

/**
 * Tells the two failures apart that a thrown error can mean: a bug, which no repetition heals, and an outage, which
 * time does. A refusal is never thrown.
 */
export function isBug(error: unknown): boolean {
  return (
    error instanceof AssertionFailed ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError ||
    error instanceof SyntaxError
  );
}

export function isDatabaseOutage(error: unknown): boolean {
  return (
    error instanceof ConcurrentChange ||
    error instanceof mongoose.mongo.MongoError ||
    error instanceof mongoose.Error.MongooseServerSelectionError
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
