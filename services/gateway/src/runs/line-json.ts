import type * as api from '@duixian/api';
import type { runsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { accountAmountJson } from '../accounts/amount-json.ts';
import { exactSum } from '../json/exact-number.ts';

export function runLineJson(line: runsV1.RunLine): z.output<typeof api.runLineSchema> {
  const { entity, name, amounts, published, draftFen, approvedFen, issuedFen, out, objections, order } = line;
  return {
    entity,
    name,
    amounts: amounts.map(accountAmountJson),
    published: published.map(accountAmountJson),
    draftFen: exactSum(draftFen),
    approvedFen: approvedFen === undefined ? null : exactSum(approvedFen),
    issuedFen: issuedFen === undefined ? null : exactSum(issuedFen),
    out: out || null,
    objections: objections.map((objection) => ({ ...objection, outcome: objection.outcome ?? null })),
    order: order || null,
  };
}
