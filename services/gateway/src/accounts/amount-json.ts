import type { disbursementV1 } from '@duixian/proto';
import { z } from 'zod';
import { exactNumber, fen } from '../json/exact-number.ts';

/** What is taken of one account of an entity. */
export const accountAmountSchema = z
  .strictObject({ year: z.int(), group: z.string().describe('The cap group (封顶组).'), fen })
  .meta({ id: 'AccountAmount' });

export function accountAmountJson({
  year,
  group,
  fen: amount,
}: disbursementV1.AccountAmount): z.output<typeof accountAmountSchema> {
  return { year, group, fen: exactNumber(amount) };
}
