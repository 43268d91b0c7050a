import type { disbursementV1 } from '@duixian/proto';
import { ACCOUNT_NO, BANK_CODE, type DigitsRule, defined } from '@duixian/values';
import { z } from 'zod';
import { title } from '../http/parameters.ts';

const PAYEE_STATES = ['none', 'proposed', 'confirmed', 'changing'] as const;

/** A bank account as people give it. Each message completes the sentence "this field must be …". */
export const accountShape = {
  accountName: title.describe("户名, equal to the entity's name"),
  accountNo: judged('账号', ACCOUNT_NO),
  bankName: title.describe('开户银行'),
  bankCode: judged('联行号', BANK_CODE),
};

/** As it was taken in, which may be under an earlier rule. */
const storedAccountShape = {
  accountName: z.string(),
  accountNo: z.string(),
  bankName: z.string(),
  bankCode: z.string(),
};

const proposal = z
  .strictObject({
    number: z.int().describe('Counts those of the entity, from 1.'),
    ...storedAccountShape,
    by: z.string(),
    at: z.string(),
    document: z.string().describe('On what paper it was proposed.'),
    sharedWith: z.array(z.string()).describe('Other entities that have this account too.'),
    sharedBecause: z.string().nullable().describe('Why that is right.'),
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
  const proposals = payee.proposals.map(({ account, sharedBecause, ...rest }) => ({
    ...rest,
    sharedBecause: sharedBecause || null,
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

function judged(zh: string, rule: DigitsRule) {
  return z
    .string({ error: rule.right })
    .superRefine((text, context) => {
      const mistake = rule.mistake(text);
      if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
    })
    .meta({ description: zh, pattern: rule.pattern.source });
}
