import { ACCOUNT_NO, BANK_CODE, type DigitsRule } from '@duixian/values';
import { z } from 'zod';
import { document, next, page, requestBody, text, title, uscc } from './parameters.ts';
import { route } from './route.ts';

export const PAYEE_STATES = ['none', 'proposed', 'confirmed', 'changing'] as const;

function judged(zh: string, rule: DigitsRule) {
  return z
    .string({ error: rule.right })
    .superRefine((text, context) => {
      const mistake = rule.mistake(text);
      if (mistake !== undefined) context.addIssue({ code: 'custom', message: mistake });
    })
    .meta({ description: zh, pattern: rule.pattern.source });
}

/** A bank account as a person enters it. Each message completes the sentence "this field must be …". */
const accountShape = {
  accountName: title.describe("户名, equal to the entity's name"),
  accountNo: judged('账号', ACCOUNT_NO),
  bankName: title.describe('开户银行'),
  bankCode: judged('联行号', BANK_CODE),
};

/** As stored, perhaps under an earlier rule. */
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
    document: z.string().describe('The document on which it was proposed.'),
    sharedWith: z.array(z.string()).describe('Other entities that have this account too.'),
    sharedBecause: z.string().nullable().describe('Why that is right.'),
  })
  .meta({ id: 'PayeeProposal' });

/** The account to which an entity is paid (收款账户). */
export const payeeSchema = z
  .strictObject({
    entity: z.string(),
    state: z.enum(PAYEE_STATES),
    standing: proposal.nullable().describe('Confirmed: payments go there.'),
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

const NUMBER = 'the number of the proposal that was read';

const number = z.int({ error: NUMBER }).min(1, { error: NUMBER }).max(1_000_000, { error: NUMBER });

const ofEntity = z.strictObject({ uscc });

const problems = ['not-json', 'conflict', 'unavailable'] as const;

export const listPayees = route({
  method: 'GET',
  path: '/v1/payees',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'The accounts of all entities, by page',
  summaryZh: '收款账户一览',
  query: z.strictObject(page),
  answer: z.strictObject({ payees: z.array(payeeSchema), next }),
  problems: ['unavailable'],
});

export const getPayee = route({
  method: 'GET',
  path: '/v1/payees/:uscc',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'The account to which an entity is paid, and its history',
  summaryZh: '某单位的收款账户及其变更记录',
  params: ofEntity,
  answer: payeeSchema,
  problems: ['unavailable'],
});

export const proposePayee = route({
  method: 'POST',
  path: '/v1/payees/:uscc/propose',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Propose an account, for another person to confirm',
  summaryZh: '经办人录入收款账户，待他人复核',
  description:
    "The account's name must be the entity's name; full-width and half-width signs are one. The holder of the key is " +
    'recorded as the one who proposed. Orders made before keep their account. An account that another entity has, ' +
    'proposed or confirmed, is refused with that entity, unless `sharedBecause` says why both have it.',
  params: ofEntity,
  body: requestBody({
    ...accountShape,
    document: document.describe('The document on which it is based, such as a letter of the entity.'),
    sharedBecause: text.describe('Why it may be the account of another entity too.').optional(),
  }),
  answer: payeeSchema,
  problems,
});

export const confirmPayee = route({
  method: 'POST',
  path: '/v1/payees/:uscc/confirm',
  access: ['approve'],
  tag: 'Money',
  summary: 'Confirm the account that waits; payments go there from now on',
  summaryZh: '复核人确认收款账户',
  description: 'Never by the one who proposed it. Amounts that waited for an account are ordered at once.',
  params: ofEntity,
  body: requestBody({ number: number.describe(NUMBER) }),
  answer: payeeSchema,
  problems,
});

const endingShared = {
  method: 'POST',
  access: ['prepare', 'approve'],
  tag: 'Money',
  params: ofEntity,
  body: requestBody({ number: number.describe(NUMBER), reason: text.describe('Why.') }),
  answer: payeeSchema,
  problems,
} as const;

export const rejectPayee = route({
  ...endingShared,
  path: '/v1/payees/:uscc/reject',
  summary: 'Reject the account that waits, or withdraw it',
  summaryZh: '退回待复核的收款账户',
});

export const suspendPayee = route({
  ...endingShared,
  path: '/v1/payees/:uscc/suspend',
  summary: 'Suspend the confirmed account: nothing more is paid into it',
  summaryZh: '停用现行收款账户',
});

export const ROW_OUTCOMES = ['proposed', 'unchanged', 'refused'] as const;

export const TABLE_MEDIA_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

const FILES = Object.values(TABLE_MEDIA_TYPES);

const FORMAT = 'csv or xlsx';

const query = z.strictObject({ format: z.enum(['csv', 'xlsx'], { error: FORMAT }).describe(FORMAT) });

const file = z.string().describe('统一社会信用代码, 户名, 账号, 开户银行, 联行号, 依据文件');

export const exportPayees = route({
  method: 'GET',
  path: '/v1/payees/export',
  access: ['prepare', 'approve'],
  tag: 'Money',
  summary: 'The accounts of all entities as a table',
  summaryZh: '导出收款账户表',
  description:
    'Of each entity the account that waits, or else the confirmed one. Importing the same file changes nothing. The ' +
    'connection breaks off where a service fails meanwhile: only a whole answer ends properly.',
  query,
  answer: file,
  files: FILES,
  problems: ['unavailable'],
});

export const importPayees = route({
  method: 'POST',
  path: '/v1/payees/import',
  access: ['prepare'],
  tag: 'Money',
  summary: 'Propose the accounts of a table, for another person to confirm',
  summaryZh: '批量导入收款账户，待他人复核',
  description:
    'The body is the file. One with faults is refused whole, with all faults by line and column, ' +
    'and nothing is proposed. Otherwise every row is a proposal of its own. After a 503 sending it again is harmless: ' +
    'what was proposed already is `unchanged`.',
  query,
  rawBody: {
    limitBytes: 8 * 1024 * 1024,
    content: Object.fromEntries([...FILES, 'application/octet-stream'].map((type) => [type, file])),
  },
  answer: z.strictObject({
    results: z.array(
      z.strictObject({
        line: z.int().describe('Of the file, or row of the sheet.'),
        entity: z.string(),
        outcome: z.enum(ROW_OUTCOMES),
        reason: z.string().nullable().describe('Why it is refused.'),
      }),
    ),
  }),
  problems: ['too-large', 'media-type', 'unavailable'],
});
