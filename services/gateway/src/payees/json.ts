import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

const STATE = 'PAYEE_STATE_';

export function payeeJson(payee: disbursementV1.Payee): z.output<typeof api.payeeSchema> {
  const { entity, state, notes } = payee;
  const proposals = payee.proposals.map(({ account, sharedBecause, ...rest }) => ({
    ...rest,
    sharedBecause: sharedBecause || null,
    ...defined(account, 'a proposal has an account'),
  }));
  const numbered = (number: number | undefined) => proposals.find((one) => one.number === number) ?? null;
  return {
    entity,
    state: state.slice(STATE.length).toLowerCase() as (typeof api.PAYEE_STATES)[number],
    standing: numbered(payee.standing),
    waiting: numbered(payee.waiting),
    proposals,
    notes,
  };
}
