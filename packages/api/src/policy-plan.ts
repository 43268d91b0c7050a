import { z } from 'zod';
import { count, sumFen } from './amounts.ts';

const sha256 = z.string().describe('64 hexadecimal digits.');

const article = z.int().describe('Of the regulation (条).');

/** The amounts due of an account under the policy in force and under the offered one. */
export const differenceSchema = z
  .strictObject({
    entity: z.string(),
    entityName: z.string(),
    year: z.int(),
    group: z.string().describe('封顶组.'),
    article,
    nowFen: sumFen,
    thenFen: sumFen,
    nowUndecided: count,
    thenUndecided: count,
    orderedFen: sumFen.describe('Without any further person, as soon as claims have changed.'),
    recoverableFen: sumFen.describe('What was ordered and is not due any more.'),
  })
  .meta({ id: 'AccountDifference' });

export const policyPlanSchema = z
  .strictObject({
    digest: sha256.describe(
      'Of the policy in force, the offered one and the day; facts that arrive later change the figures, not this.',
    ),
    inForce: sha256,
    offered: sha256,
    from: z.string().nullable().describe('The first day whose claims are judged differently; null: none.'),
    isFirst: z
      .boolean()
      .describe(
        'The policy that an empty system took is not agreed to yet: `now` is nothing, and nothing is ordered.',
      ),
    isForOne: z
      .boolean()
      .describe(
        'Only the engine differs, and no account gets other claims by it: the person who proposed it may apply it as well, if that is still so.',
      ),
    changesPast: z.boolean().describe('That day is in the past (改变既往).'),
    plannedAt: z.string(),
    facts: count,
    accounts: count.describe('Accounts that differ.'),
    entities: count.describe('Entities of these accounts.'),
    risesFen: sumFen.describe('Of the accounts that get more.'),
    fallsFen: sumFen.describe('Of those that get less: the part that was paid becomes recoverable.'),
    orderedFen: sumFen.describe('Without any further person; as far as budgets and the caps of a day allow.'),
    recoverableFen: sumFen.describe('What was ordered and is not due any more (追回).'),
    lackingBudgets: z
      .array(z.strictObject({ fiscalYear: z.int(), programme: z.string(), lacksFen: sumFen }))
      .describe('Programmes whose budget does not cover what would be ordered.'),
    groups: z
      .array(
        z.strictObject({
          year: z.int(),
          group: z.string(),
          article,
          nowFen: sumFen,
          thenFen: sumFen,
          risesFen: sumFen,
          fallsFen: sumFen,
          orderedFen: sumFen,
          recoverableFen: sumFen,
        }),
      )
      .describe('Of each year and cap group that differs.'),
  })
  .meta({ id: 'PolicyPlan' });

export const policyProposalSchema = z
  .strictObject({
    number: z.int().describe('Counts the proposals, from 1.'),
    by: z.string(),
    at: z.string(),
    document: z.string(),
    plan: policyPlanSchema.describe('With the figures at the time of the proposal.'),
  })
  .meta({ id: 'PolicyProposal' });
