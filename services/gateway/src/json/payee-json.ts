import type { disbursementV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';

const PAYEE_STATES = ['none', 'proposed', 'confirmed', 'changing'] as const;

/** A bank account as people give it. Each message completes the sentence "this field must be …". */
export const accountShape = {
  accountName: named('户名', "the name of the account, equal to the entity's"),
  accountNo: matching(/^\d{6,32}$/, '账号', '6 to 32 digits'),
  bankName: named('开户银行', 'the name of the bank'),
  bankCode: matching(/^\d{12}$/, '联行号', 'the 12 digits of the bank'),
};

const proposal = z
  .strictObject({
    number: z.int().describe('Counts those of the entity, from 1.'),
    ...accountShape,
    by: z.string(),
    at: z.string(),
    document: z.string().describe('On what paper it was proposed.'),
  })
  .meta({ id: 'PayeeProposal' });

/** Where the money of an entity goes (收款账户). */
export const payeeSchema = z
  .strictObject({
    entity: z.string(),
    state: z.enum(PAYEE_STATES),
    standing: proposal.nullable().describe('Confirmed: money goes there.'),
    waiting: proposal.nullable().describe('Waits for another person to confirm it.'),
    proposals: z.array(proposal),
    notes: z.array(
      z.strictObject({
        event: z.string(),
        number: z.int(),
        by: z.string(),
        at: z.string(),
        because: z.string(),
      }),
    ),
  })
  .meta({ id: 'Payee' });

const STATE = 'PAYEE_STATE_';

export function payeeJson(payee: disbursementV1.Payee): z.output<typeof payeeSchema> {
  const { entity, state, notes } = payee;
  const proposals = payee.proposals.map(({ account, ...rest }) => ({
    ...rest,
    ...defined(account, 'a proposal has an account'),
  }));
  const numbered = (number: number | undefined) => proposals.find((one) => one.number === number) ?? null;
  return {
    entity,
    state: state.slice(STATE.length).toLowerCase() as (typeof PAYEE_STATES)[number],
    standing: numbered(payee.standing),
    waiting: numbered(payee.waiting),
    proposals,
    notes,
  };
}

function named(zh: string, meaning: string) {
  return z.string({ error: meaning }).min(1, { error: meaning }).max(200, { error: meaning }).describe(zh);
}

function matching(pattern: RegExp, zh: string, meaning: string) {
  return z.string({ error: meaning }).regex(pattern, { error: meaning }).describe(zh);
}
