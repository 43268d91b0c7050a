import { z } from 'zod';
import type { JudgedOrder } from './judged-order.ts';

/** How the treasury treats an order. */
const plan = z.strictObject({
  /**
   * `silent`: it accepts the order and reports nothing more; `accept`: it accepts and never pays; `refuse`: it does not
   * accept it, and answers 422 to a push that contains it.
   */
  does: z.enum(['pay', 'reject', 'return', 'accept', 'silent', 'refuse']).default('pay'),
  /** With `return`: the amounts that are returned one after the other; empty: the whole amount at once. */
  partsFen: z.array(z.int().min(1)).default([]),
  /** The delay before its first status. */
  delayMs: z.int().min(0).default(0),
  /** How often it sends each status. */
  repeat: z.int().min(1).default(1),
  /** How many times it stores the order and breaks the connection instead of answering. */
  dropAnswers: z.int().min(0).default(0),
  reason: z.string().default(''),
});

/** Every given condition must hold; `every: 3` means the third, sixth, … of all received orders. */
const rule = z.strictObject({
  id: z.string().optional(),
  payeeUscc: z.string().optional(),
  group: z.string().optional(),
  year: z.int().optional(),
  every: z.int().min(1).optional(),
  plan,
});

export const behaviour = z.strictObject({ plan: plan.prefault({}), rules: z.array(rule).default([]) });

export type Behaviour = z.output<typeof behaviour>;
export type Plan = z.output<typeof plan>;

/** The plan of the first rule that fits, else the general one. `position` counts orders from 1 as they came. */
export function planFor({ plan: general, rules }: Behaviour, order: JudgedOrder, position: number): Plan {
  const fitting = rules.find(
    (one) =>
      (one.id === undefined || one.id === order.id) &&
      (one.payeeUscc === undefined || one.payeeUscc === order.payeeUscc) &&
      (one.group === undefined || one.group === order.group) &&
      (one.year === undefined || one.year === order.year) &&
      (one.every === undefined || position % one.every === 0),
  );
  return fitting?.plan ?? general;
}

export type Status = 'accepted' | 'paid' | 'rejected' | 'returned';

/** A status to be sent; for a partial return with its amount and the bank's reference. */
export interface PlannedStatus {
  readonly status: Status;
  readonly returnedFen?: number;
  readonly reference?: string;
}

const STATUSES: Record<Plan['does'], Status[]> = {
  pay: ['accepted', 'paid'],
  reject: ['rejected'],
  return: ['accepted', 'paid', 'returned'],
  accept: ['accepted'],
  silent: [],
  refuse: [],
};

/** The statuses of an order, in order. "Accepted" is already in the answer to the push, so it is not repeated here. */
export function plannedStatusesOf({ does, repeat, partsFen }: Plan, position: number): PlannedStatus[] {
  return STATUSES[does]
    .filter((status) => status !== 'accepted')
    .flatMap((status): PlannedStatus[] =>
      status === 'returned' ? returnsOf(partsFen, position) : [{ status }],
    )
    .flatMap((planned) => Array<PlannedStatus>(repeat).fill(planned));
}

function returnsOf(partsFen: readonly number[], position: number): PlannedStatus[] {
  if (partsFen.length === 0) return [{ status: 'returned' }];
  return partsFen.map((returnedFen, index) => ({
    ...{ status: 'returned', returnedFen },
    reference: `TK${String(position).padStart(8, '0')}-${index + 1}`,
  }));
}

/** The status in the answer to the push itself. */
export function answerOf({ does }: Plan): 'accepted' | 'received' {
  return STATUSES[does].includes('accepted') ? 'accepted' : 'received';
}
