import { z } from 'zod';
import { count, fen, sumFen } from './amounts.ts';

const data = z.record(z.string(), z.unknown()).describe('The decision as it would be recorded.');

const proposal = z
  .strictObject({
    number: z.int().describe('Counts those of the decision, from 1.'),
    by: z.string(),
    at: z.string(),
    document: z.string(),
    reason: z.string(),
    preview: z.string().describe('The digest of the preview on which it was made.'),
    source: z.string().describe('The revision under which it would be recorded.'),
    data,
  })
  .meta({ id: 'DecisionProposal' });

/** The acts of two persons on a decision (裁量决定), and those still missing. */
export const proposedSchema = z
  .strictObject({
    id: z.string(),
    waiting: proposal.nullable().describe('Waits for another person.'),
    proposals: count,
    confirmed: count.describe('Number of the proposal that was confirmed last; 0: none.'),
    acts: z
      .array(
        z.strictObject({
          number: z.int(),
          event: z.string(),
          by: z.string(),
          key: z.string(),
          at: z.string(),
          because: z.string(),
        }),
      )
      .describe('The newest first, at most a hundred; empty in lists.'),
  })
  .meta({ id: 'ProposedDecision' });

const ofAccount = { entity: z.string(), year: z.int(), group: z.string() };

const sumsOfTwo = { count, nowFen: sumFen, thenFen: sumFen };

/** The effects of a decision, and what of it would be ordered at once. */
export const previewSchema = z
  .strictObject({
    digest: z.string().describe('The person who proposes or confirms gives it.'),
    id: z.string().describe('Of the decision; of a new one approximately the one that it would get.'),
    number: z.int().describe('Of the proposal; 0 before there is one.'),
    data,
    claims: z
      .array(
        z.strictObject({
          fact: z.strictObject({ type: z.string(), subject: z.string() }),
          ...ofAccount,
          nowFen: fen.nullable().describe('Before the cap; null: undecided, or no claim.'),
          thenFen: fen.nullable(),
          nowDecision: z.string().nullable(),
          thenDecision: z.string().nullable(),
        }),
      )
      .describe('Claims that it decides, then or until now: the first thousand.'),
    allClaims: z.strictObject(sumsOfTwo),
    accounts: z
      .array(
        z.strictObject({
          ...ofAccount,
          entityName: z.string(),
          nowClaimedFen: sumFen,
          thenClaimedFen: sumFen,
          nowEntitledFen: sumFen,
          thenEntitledFen: sumFen,
        }),
      )
      .describe('Accounts that change: the first thousand.'),
    allAccounts: z.strictObject(sumsOfTwo),
    replaces: z.array(z.string()).describe('Decisions from which claims go to this one.'),
    replacedBy: z.array(z.string()).describe('Decisions that decide claims of its scope instead of it.'),
    leftToOthers: count.describe('Claims of its scope that others decide.'),
    orderedAtOnceFen: sumFen.describe('Ordered without any further person.'),
    orders: z
      .array(
        z.strictObject({
          ...ofAccount,
          orderedFen: sumFen,
          waitingFen: sumFen.describe('Outstanding and not ordered; negative: to be paid back.'),
          unattendedFen: sumFen.describe(
            'Ordered at once, or as soon as the reasons for which it waits end; not what waits for a payment run. A ' +
              'confirmation compares this with what was shown.',
          ),
          reasons: z.array(z.string()).describe('Why it waits.'),
        }),
      )
      .describe('The first thousand.'),
    shortBudgets: z.array(z.strictObject({ fiscalYear: z.int(), programme: z.string(), lacksFen: sumFen })),
    settleForMs: z.int().describe('How long until the amounts ordered at once are ordered.'),
  })
  .meta({ id: 'DecisionPreview' });
