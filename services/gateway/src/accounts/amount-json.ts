import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber } from '../json/exact-number.ts';

export function accountAmountJson({
  year,
  group,
  fen: amount,
}: disbursementV1.AccountAmount): z.output<typeof api.accountAmountSchema> {
  return { year, group, fen: exactNumber(amount) };
}
