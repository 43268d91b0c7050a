import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import type { z } from 'zod';

export function payableJson(payable: disbursementV1.Payable): z.output<typeof api.payableSchema> {
  const { entity, uscc, year, group, holds } = payable;
  return {
    entity,
    uscc,
    year,
    group,
    entitledFen: exactNumber(payable.entitledFen),
    reservedFen: exactSum(payable.reservedFen),
    orderedFen: exactSum(payable.orderedFen),
    paidFen: exactSum(payable.paidFen),
    nettedOutFen: exactSum(payable.nettedOutFen),
    receivedFen: exactSum(payable.receivedFen),
    writtenOffFen: exactSum(payable.writtenOffFen),
    openFen: exactSum(payable.openFen),
    recoverableFen: exactSum(payable.recoverableFen),
    holds,
  };
}
