import { isSourceUri, SOURCE_URI } from '@duixian/facts';
import { LIMITS } from '@duixian/values';
import { z } from 'zod';

/** The form of a mapping file. Each message completes the sentence "it must be …". */

const word = z
  .string({ error: 'a text' })
  .trim()
  .min(1, { error: 'a text that is not empty' })
  .max(200, { error: 'a text of at most 200 characters' });
const headings = z
  .array(word, { error: 'a list of headings' })
  .min(1, { error: 'a list of at least one heading' })
  .max(50, { error: 'a list of at most 50 headings' });
const isOptional = z.boolean({ error: 'true or false' }).optional();
const value = z.union([word, z.boolean()], { error: 'a text, true or false' });
/** What a field is where the file has no such column, and the paper by which an officer says so. */
const absent = z.strictObject({ value, document: word }, { error: 'a value and a document' }).optional();

const simple = <const Kind extends string>(kind: Kind) =>
  z.strictObject({ as: z.literal(kind), headings, optional: isOptional, absent });

const textColumn = z.strictObject({
  as: z.literal('text'),
  headings,
  /** What the cell has, as it is compared (heading-text.ts), and what the fact has. */
  values: z.record(z.string(), value, { error: 'values of the file and what each becomes' }).optional(),
  /** Of several values in a cell the first counts. */
  several: z.literal('first', { error: '"first"' }).optional(),
  optional: isOptional,
  absent,
});

const digitsColumn = z.strictObject({
  as: z.literal('digits'),
  headings,
  /** Refuses a number of more than fifteen digits; what is kept as text has lost none. */
  keepText: z.boolean({ error: 'true or false' }).optional(),
  optional: isOptional,
  absent,
});

const partyColumn = z.strictObject({
  as: z.literal('party'),
  name: headings,
  uscc: headings.optional(),
  nature: headings.optional(),
  division: headings.optional(),
  country: headings.optional(),
  /** The code that the sender's system has for the unit. */
  code: headings.optional(),
  /** Whether it signed as a third party (签字); without a signature there is none. */
  signed: headings.optional(),
  optional: isOptional,
  /** Everything but the name is in the unit directory. */
  via: z.literal('directory', { error: '"directory"' }).optional(),
});

const column = z.preprocess(
  (given) => (isRecord(given) && given['as'] === undefined ? { ...given, as: 'text' } : given),
  z.discriminatedUnion(
    'as',
    [
      textColumn,
      digitsColumn,
      partyColumn,
      simple('day'),
      simple('instant'),
      simple('period'),
      simple('money'),
      simple('quantity'),
      simple('ids'),
    ],
    { error: 'one of text, digits, party, day, instant, period, money, quantity, ids' },
  ),
);

const MADE_TYPES = ['duixian.contract.v1', 'duixian.usage.v1', 'duixian.invoice.v1'] as const;
const MARKS = ['seen', 'recalled', 'assumed'] as const;

export const mappingDocument = z.strictObject({
  id: z.string({ error: 'an id' }).regex(/^[a-z0-9][a-z0-9-]{0,63}$/, {
    error: 'small letters, digits and hyphens, such as henan-contract-register',
  }),
  version: z.int({ error: 'a whole number from 1' }).min(1, { error: 'a whole number from 1' }),
  title: word.optional(),
  /** Without one it is a preset: a copy with a source is put in force. */
  source: z
    .string({ error: SOURCE_URI })
    .check(z.refine(isSourceUri, { error: SOURCE_URI }))
    .optional(),
  makes: z.enum(MADE_TYPES, { error: `one of ${MADE_TYPES.join(', ')}` }),
  sheet: z
    .strictObject({
      /** The sheet of this name is read, where there is one. */
      pick: word.optional(),
      headingWithin: z
        .int({ error: 'a whole number' })
        .min(1, { error: 'a whole number from 1' })
        .max(LIMITS.importHeadingRows.most, { error: `at most ${LIMITS.importHeadingRows.most}` })
        .optional(),
      endAt: z.array(word, { error: 'a list of words' }).optional(),
    })
    .optional(),
  unit: z
    .strictObject({
      of: z.array(word, { error: 'a list of fields' }),
      from: z
        .array(z.enum(['heading', 'banner'], { error: 'heading or banner' }), { error: 'a list' })
        .min(1),
    })
    .optional(),
  columns: z.record(z.string(), column, { error: 'fields and the headings that each is under' }),
  ignore: z.array(word, { error: 'a list of headings' }).optional(),
  revision: z.literal('content', { error: '"content"' }),
  /** How far the headings and values are known; whoever reads a dry run sees it. */
  marks: z
    .array(
      z.strictObject({
        mark: z.enum(MARKS, { error: `one of ${MARKS.join(', ')}` }),
        of: z.array(word),
        why: word,
      }),
    )
    .optional(),
});

export type Mapping = z.output<typeof mappingDocument>;
export type Column = Mapping['columns'][string];
export type ColumnOf<Kind extends Column['as']> = Extract<Column, { as: Kind }>;

function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
