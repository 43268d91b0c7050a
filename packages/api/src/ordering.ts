import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { day, name, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

const suspensionShape = {
  ...{ by: z.string(), at: z.string(), because: z.string() },
  days: z
    .array(z.string())
    .describe(
      'Days whose statements are required before orders are made again: from the newest order held on.',
    ),
  awaitsPolicy: z
    .boolean()
    .describe('It ends when two persons agree to the policy that an empty system took, not by statements.'),
  awaitsSettings: z
    .boolean()
    .describe('It ends when two persons agree to the payment settings that an empty system took.'),
};

export const orderingSchema = z
  .strictObject({
    suspended: z.strictObject(suspensionShape).nullable().describe('Null while orders are made.'),
    past: z
      .array(
        z.strictObject({
          ...suspensionShape,
          resumption: z.strictObject({
            ...{ by: z.string(), at: z.string(), statement: z.string() },
            statements: z.array(z.string()).describe('One for each day.'),
            confirmedDays: z.array(z.string()),
          }),
        }),
      )
      .describe('The last hundred, the newest first.'),
  })
  .meta({ id: 'Ordering' });

export const getOrdering = route({
  method: 'GET',
  path: '/v1/ordering',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: 'Whether orders are made, or ordering is suspended, by whom and why',
  summaryZh: '支付申请是否暂停',
  answer: orderingSchema,
  problems: ['unavailable'],
});

export const suspendOrdering = route({
  method: 'POST',
  path: '/v1/ordering/suspend',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'Suspend ordering until further notice; everything else goes on',
  summaryZh: '暂停支付申请',
  description: 'An existing suspension stays as it is. Orders that were made before go on.',
  body: requestBody({
    reason: text.describe('Why.'),
    since: day.describe('The day of the backup, if it is older than the newest order held.').optional(),
  }),
  answer: orderingSchema,
  problems: ['not-json', 'unavailable'],
});

export const resumeOrdering = route({
  method: 'POST',
  path: '/v1/ordering/resume',
  access: ['approve'],
  tag: 'Money',
  summary:
    'Resume ordering, on statements of all days that were reconciled since and have nothing that is missing here',
  summaryZh: '逐日对账无缺失后恢复支付申请',
  description:
    'Every day from the newest order held (or the backup) to the suspension needs a statement that was reconciled since, ' +
    'by another person; `suspended.days` names them. A statement without a line, or with fewer than another one of its ' +
    'day, or in the place of another one that had orders which are missing here, counts where `confirmedDays` names the day.',
  body: requestBody({
    statement: name.describe('The id of the last reconciled statement, for the record.').optional(),
    confirmedDays: z
      .array(day)
      .max(LIMITS.daysToReconcile.most)
      .describe('Days whose statement has no line, or fewer than another one, but is right.')
      .optional(),
  }),
  answer: orderingSchema,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});
