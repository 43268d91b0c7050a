import type * as api from '@duixian/api';
import type { awardsV1, disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';
import { exactNumber, exactOrNull } from './exact-number.ts';

export function accountJson(account: awardsV1.Account): z.output<typeof api.accountSchema> {
  const { entity, year, group, capFen, claimedFen, entitledFen, undecided, beyondExact } = account;
  return {
    entity,
    year,
    group,
    capFen: exactOrNull(capFen),
    claimedFen: beyondExact ? null : exactNumber(claimedFen),
    entitledFen: beyondExact ? null : exactNumber(entitledFen),
    undecided: exactNumber(undecided),
    ...(beyondExact && { beyondExact }),
  };
}

export function namedAccountJson(account: awardsV1.Account): z.output<typeof api.namedAccountSchema> {
  return { ...accountJson(account), entityName: account.entityName };
}

export function accountAmountJson({
  year,
  group,
  fen: amount,
}: disbursementV1.AccountAmount): z.output<typeof api.accountAmountSchema> {
  return { year, group, fen: exactNumber(amount) };
}
