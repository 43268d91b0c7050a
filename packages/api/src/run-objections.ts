import { z } from 'zod';
import { document, name, requestBody, text, uscc } from './parameters.ts';
import { route } from './route.ts';
import { runLineSchema } from './runs.ts';

const UPHELD = 'true (the line stays out) or false (it is in again)';

const shared = {
  method: 'POST',
  access: ['prepare'],
  tag: 'Money',
  params: z.strictObject({ id: name }),
  answer: runLineSchema,
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
} as const;

export const objectToLine = route({
  ...shared,
  path: '/v1/runs/:id/objections',
  summary: 'Record an objection; its line is excluded until it is decided',
  summaryZh: '登记异议，该行暂缓',
  description:
    'Anybody may object while a list is public; a person with the scope prepare records it. Refused: a list that is not public, an ' +
    'entity that is not on it, a line that is excluded for another reason. The same again has no effect.',
  body: requestBody({ entity: uscc, reason: text.describe('The objection.'), document }),
});

export const decideObjection = route({
  ...shared,
  path: '/v1/runs/:id/objections/decide',
  summary: 'Decide an objection: upheld, the line stays out; dismissed, it is in again',
  summaryZh: '异议处理：成立则剔除，不成立则恢复',
  description:
    'By another person than those who drafted, published or changed the run or recorded an objection; the person who decides may not ' +
    'approve the run either. A line is included again with what is still outstanding of what was published. Refused: no objection that is ' +
    'undecided, less ' +
    'budget than the line needs. The same again has no effect.',
  body: requestBody({
    entity: uscc,
    upheld: z.boolean({ error: UPHELD }).describe(UPHELD),
    reason: text.describe('Why it is decided so.'),
    document,
  }),
});

export const giveBackLine = route({
  ...shared,
  path: '/v1/runs/:id/give-back',
  summary: 'Give back the amount of a line that was excluded for a defect of the software',
  summaryZh: '退回因系统缺陷剔除的行所占用的金额',
  description:
    'What it had reserved is outstanding again, and its part of the budget is available again, also when the run is issued, closed or ' +
    'cancelled. Refused: a line that was not excluded for a defect, ledgers that still do not allow it. The same again has no effect.',
  body: requestBody({ entity: uscc, reason: text.describe('Why it can be given back now.'), document }),
});
