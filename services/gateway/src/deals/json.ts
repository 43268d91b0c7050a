import type * as api from '@duixian/api';
import { dealFrom, factsOfDeal, historyFrom } from '@duixian/formats/deals';
import type { dealsV1 } from '@duixian/proto';
import { daysAfter } from '@duixian/values';
import type { z } from 'zod';

const DAYS_TO_REGISTER = 30;

export function keptDealJson({
  source,
  currentJson,
  earlierJson,
  arrivedAt,
}: dealsV1.Deal): z.output<typeof api.keptDealSchema> {
  const deal = JSON.parse(currentJson) as z.output<typeof api.dealSchema>;
  const { lacks } = factsOfDeal(historyFrom(currentJson, earlierJson));
  return { source, deal, arrivedAt, toRegisterBy: toRegisterBy(currentJson), lacks: [...lacks] };
}

function toRegisterBy(currentJson: string): string | null {
  const { struckOn, registrationNo, status } = dealFrom(currentJson);
  const isOpen = status === 'struck' || status === 'signed';
  return isOpen && struckOn !== null && registrationNo === null
    ? daysAfter(struckOn, DAYS_TO_REGISTER)
    : null;
}
