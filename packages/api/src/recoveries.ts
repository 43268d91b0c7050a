import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { fen, sumFen } from './amounts.ts';
import {
  amountFen,
  day,
  document,
  givenId,
  name,
  next,
  page,
  requestBody,
  text,
  uscc,
} from './parameters.ts';
import { route } from './route.ts';

export const RECOVERY_STATES = ['demanded', 'settled', 'written-off'] as const;

export const recoveryLineSchema = z.strictObject({
  year: z.int(),
  group: z.string(),
  demandedFen: sumFen,
  entitledFen: sumFen,
  paidFen: sumFen,
  nettedOutFen: sumFen.describe(
    'Signed: what went to other accounts, less what came from them. Fen; null: beyond exact.',
  ),
  receivedFen: sumFen,
  writtenOffFen: sumFen,
});

const note = z.strictObject({
  event: z.string().describe('demand, receive-part, receive-rest, write-off or cleared.'),
  fen,
  id: z.string().nullable().describe("The bank's reference of a transfer; null: none."),
  by: z.string(),
  at: z.string(),
  document: z.string(),
});

/** A demand for money that was paid and is not due any more (追回). */
export const recoverySchema = z
  .strictObject({
    id: z.string(),
    entity: z.string(),
    name: z.string(),
    state: z.enum(RECOVERY_STATES),
    reason: z.string(),
    dueOn: z.string().describe('Last day to pay, YYYY-MM-DD.'),
    lines: z.array(recoveryLineSchema).describe('The state of each account at the time of the demand.'),
    demandedFen: sumFen,
    receivedFen: sumFen,
    writtenOffFen: sumFen,
    outstandingFen: sumFen.describe(
      'Less what was netted, or became due again, since. Fen; null: beyond exact.',
    ),
    notes: z.array(note).describe('What happened to it, in order.'),
  })
  .meta({ id: 'Recovery' });

/** A transfer by which money came back, and the demands that it settles. */
export const transferSchema = z
  .strictObject({
    id: z.string().describe("The bank's reference."),
    amountFen: fen,
    parts: z.array(z.strictObject({ recovery: z.string(), fen })),
    partsFen: fen.describe('What the parts add up to: the amount.'),
    document: z.string(),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'TransferBack' });

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export const getDemandLetter = route({
  method: 'GET',
  path: '/v1/recoveries/:id/letter',
  access: ['read', 'prepare', 'approve'],
  tag: 'Money',
  summary: 'The letter of a demand, for an officer to look through, sign and send',
  summaryZh: '追回通知书',
  description: 'With the article and the arithmetic of each account at the time of the demand.',
  params: z.strictObject({ id: name }),
  answer: z.string(),
  files: [DOCX],
  problems: ['not-found', 'unavailable'],
});

const ofRecovery = z.strictObject({ id: name });

const PARTS = `a list of 1 to ${LIMITS.demandsOfATransfer.most} objects with recovery and fen`;

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const bankReference = givenId.describe("The bank's reference of the transfer.");

export const listRecoveries = route({
  method: 'GET',
  path: '/v1/recoveries',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'What entities were asked to pay back, in the order of ids, by page',
  summaryZh: '追回通知一览',
  query: z.strictObject({ entity: uscc.optional(), ...page }),
  answer: z.strictObject({ recoveries: z.array(recoverySchema), next }),
  problems: ['unavailable'],
});

export const getRecovery = route({
  method: 'GET',
  path: '/v1/recoveries/:id',
  access: ['read', 'read:entity'],
  tag: 'Money',
  summary: 'One demand: what it asked for, what came back, what is outstanding',
  summaryZh: '单个追回通知及其执行',
  params: ofRecovery,
  answer: recoverySchema,
  problems: ['not-found', 'unavailable'],
});

export const demandRecovery = route({
  method: 'POST',
  path: '/v1/recoveries',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Demand what was paid to an entity and is not due any more',
  summaryZh: '下达追回通知',
  description:
    'All that can be recovered now; later payables still settle it. Refused: nothing that can be recovered, a time in ' +
    'which later payables may still settle it, an existing demand, an entity on hold.',
  body: requestBody({
    entity: uscc,
    dueOn: day.describe('Last day to pay, YYYY-MM-DD.'),
    reason: text.describe('Why it is not due, with the article.'),
    document,
  }),
  answer: recoverySchema,
  problems: ['not-json', 'conflict', 'unavailable'],
});

export const recordReceipt = route({
  method: 'POST',
  path: '/v1/recoveries/:id/receipts',
  access: ['prepare', 'treasury'],
  tag: 'Money',
  summary: 'Money came back: the whole, or a part',
  summaryZh: '登记追回款到账',
  description:
    "The bank's reference counts once over all demands of all entities: the same transfer again has no effect, another one " +
    'under a reference that is booked is refused, naming the demands that it was booked on. Refused too: more than is ' +
    'outstanding, a demand that is settled or written off, and the person who demanded it. A transfer that settles several demands: ' +
    '`POST /v1/transfers-back`.',
  params: ofRecovery,
  body: requestBody({
    id: bankReference,
    amountFen,
    document,
  }),
  answer: recoverySchema,
  problems,
});

export const receiveTransfer = route({
  method: 'POST',
  path: '/v1/transfers-back',
  access: ['prepare', 'treasury'],
  tag: 'Money',
  summary: 'Money came back by one transfer that settles several demands',
  summaryZh: '登记一笔到账款清偿多个追回通知',
  description:
    'All its parts are booked, or none. They name each demand once and add up to the amount; otherwise the answer has their sum. ' +
    "The bank's reference counts once, as for one demand, and the person who made one of the demands may not book it.",
  body: requestBody({
    id: bankReference,
    amountFen: amountFen.describe('Of the whole transfer, in fen.'),
    parts: z
      .array(z.strictObject({ recovery: name.describe('Id of the demand.'), fen: amountFen }), {
        error: PARTS,
      })
      .min(1, { error: PARTS })
      .max(LIMITS.demandsOfATransfer.most, { error: PARTS }),
    document,
  }),
  answer: transferSchema,
  problems,
});

export const getTransfer = route({
  method: 'GET',
  path: '/v1/transfers-back/:id',
  access: ['read', 'treasury'],
  tag: 'Money',
  summary: "What is booked under a bank's reference of money that came back",
  summaryZh: '查询某银行流水号登记的追回款',
  params: ofRecovery,
  answer: transferSchema,
  problems: ['not-found', 'unavailable'],
});

export const writeOffRecovery = route({
  method: 'POST',
  path: '/v1/recoveries/:id/write-off',
  access: ['approve'],
  tag: 'Money',
  summary: 'Write off what is outstanding of a demand, by a decision',
  summaryZh: '核销未追回款项',
  description:
    'Never by the person who demanded it. Refused as well: a demand that is settled, or of which nothing is outstanding. The same ' +
    'again has no effect.',
  params: ofRecovery,
  body: requestBody({ document }),
  answer: recoverySchema,
  problems,
});
