import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import type { TreasuryStatus } from '../orders/domain/order-status.ts';

const answer = z.object({ orders: z.array(z.unknown()) });
const one = z.object({
  id: z.string(),
  status: z.enum(['received', 'accepted', 'conflict', 'refused']),
  reason: z.string().nullish(),
});
const STATUS_OF = {
  received: 'sent',
  accepted: 'accepted',
  conflict: 'conflict',
  refused: 'refused-by-treasury',
} as const;

export interface TreasuryAnswer {
  readonly id: string;
  readonly status: TreasuryStatus;
  readonly reason: string;
}

/**
 * What became of a request: answers, a refusal of the request as a whole, or nothing that concerns its
 * orders.
 */
export type PushOutcome =
  | { readonly answers: readonly TreasuryAnswer[] }
  | {
      readonly refusal: string;
      readonly isConflict: boolean;
      /** If the address, or the right to it, is wrong, any order would get the same answer. */
      readonly mayBeOfChannel?: boolean;
    }
  | { readonly outage: string; readonly clockFault?: string };

/**
 * An unreadable answer about an order counts as none: the order is sent again, and the others are not kept
 * back.
 */
export function readAnswer(text: string): PushOutcome {
  const parsed = answer.safeParse(jsonOf(text));
  if (!parsed.success) return { outage: `an answer that cannot be read: ${z.prettifyError(parsed.error)}` };
  const answers = parsed.data.orders.flatMap((item) => {
    const read = one.safeParse(item);
    if (!read.success) return [];
    const { id, status, reason } = read.data;
    return [{ id, status: STATUS_OF[status], reason: wordsOf(reason ?? '') }];
  });
  return { answers };
}

/** The treasury's text about an order, cut to the length that is kept. */
export function wordsOf(text: string): string {
  return text.slice(0, LIMITS.treasuryReason.most).toWellFormed().trim();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
