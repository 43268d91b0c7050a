import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { anySubject, factType } from '../fact-type.ts';
import { day, fen, id, oneOf, rate, revision, text, uscc } from '../fields.ts';
import { FACT_TYPE_NAMES } from '../names.ts';

const YEAR = 'a calendar year, 1 to 9999';
const year = z
  .number({ error: YEAR })
  .check(z.refine((value) => Number.isInteger(value) && value >= 1 && value <= 9999, { error: YEAR }));
const SCOPE = 'one of {"fact":{"type","subject"}}, {"entity","year"} and {"year"}';

const scope = z
  .strictObject(
    {
      fact: z
        .strictObject(
          { type: oneOf(FACT_TYPE_NAMES), subject: id },
          { error: 'an object with type and subject' },
        )
        .optional(),
      entity: uscc.optional(),
      year: year.optional(),
    },
    { error: SCOPE },
  )
  .describe('What it decides: one fact, a year of one entity (any USCC of it), or a whole year.');

/** A recorded discretionary decision (裁量决定): a rate or an amount where the regulation leaves one open. */
export const decisionFact = factType({
  type: 'duixian.decision.v1',
  owner: 'awards',
  title: 'Decision (裁量决定)',
  schema: z
    .strictObject({
      revision,
      policy: id,
      provision: id,
      scope,
      rate: rate.optional(),
      amountFen: fen.optional(),
      decidedBy: text,
      decidedOn: day,
      documentNo: text,
      reason: text,
      status: oneOf(['made', 'withdrawn']),
    })
    .check(
      crossCheck((value, report) => {
        if (value['rate'] !== undefined && value['amountFen'] !== undefined) {
          report('amountFen', 'absent where rate is given: a decision has exactly one of the two');
        }
        const form = scopeForm(value['scope']);
        if (form !== undefined && !SCOPE_FORMS.includes(form)) report('scope', SCOPE);
      }),
    ),
  example: {
    subject: 'EXAMPLE-DEC-2018-01',
    data: {
      revision: 1,
      policy: 'zhengzhou-2017-61',
      provision: 'commissioned-research',
      scope: {
        fact: {
          type: 'duixian.receipt.v1',
          subject: 'EXAMPLE-RCP-2017-01',
        },
      },
      rate: '0.5',
      decidedBy: '郑州市科技局（示例）',
      decidedOn: '2018-01-15',
      documentNo: '示例-郑科〔2018〕31号',
      reason: '项目按期完成，最高比例（示例）',
      status: 'made',
    },
  },
  subjectMustBe: anySubject,
});

export type DecisionData = z.output<typeof decisionFact.schema>;

const SCOPE_FORMS = ['fact', 'entity,year', 'year'];

function scopeForm(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.entries(value).flatMap(([key, content]) => (content === undefined ? [] : [key]));
  return keys.sort().join(',');
}
