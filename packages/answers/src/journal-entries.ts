import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber } from './exact-number.ts';

export function journalEntryJson(
  journalEntry: disbursementV1.Movement,
): z.output<typeof api.journalEntrySchema> {
  const { uscc, at, cause, id, step, by, because, lines } = journalEntry;
  return {
    uscc,
    at,
    cause,
    id: id || null,
    step: step || null,
    by: by || null,
    because: because || null,
    lines: lines.map(({ year, group, book, fen }) => ({ year, group, book, fen: exactNumber(fen) })),
  };
}
