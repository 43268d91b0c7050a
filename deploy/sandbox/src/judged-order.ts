import { orderSchema } from '@duixian/api';
import type { z } from 'zod';

/** What a rule asks of an order; the rest of it is kept as it came. */
export const judgedOrder = orderSchema.pick({ id: true, payeeUscc: true, group: true, year: true }).loose();

export type JudgedOrder = z.output<typeof judgedOrder>;
