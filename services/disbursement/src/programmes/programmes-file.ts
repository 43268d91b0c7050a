import { readFileSync } from 'node:fs';
import { messageOf } from '@duixian/runtime';
import { MAX_EXACT_FEN } from '@duixian/values';
import { parse } from 'yaml';
import { z } from 'zod';
import { DEFAULT_PROGRAMME, type Programme } from './domain/programme.ts';

const words = (meaning: string) => z.string({ error: meaning }).min(1, { error: meaning });
const UP_TO = 'fen, a whole number up to 2^53 − 1, or left out for no limit';

const limitFen = z
  .int({ error: UP_TO })
  .min(0, { error: UP_TO })
  .transform(BigInt)
  .refine((fen) => fen <= MAX_EXACT_FEN, { error: UP_TO });

const programme = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, { error: '1 to 40 of a–z, 0–9 and hyphens' }),
    name: words('as the treasury reads it'),
    groups: z.array(words('a cap group, or * for all others')).min(1),
    mode: z.enum(['straight-through', 'runs']),
    paidBy: z.enum(['push', 'file']).default('push'),
    straightThroughUpToFen: limitFen.optional(),
    straightThroughPerDayFen: limitFen.optional(),
    functionalCode: z
      .string()
      .regex(/^\d{7}$/, { error: 'a functional code (支出功能分类科目) of seven digits' })
      .default(DEFAULT_PROGRAMME.functionalCode),
    budgeted: z.boolean({ error: 'true or false' }),
    publicityWorkingDays: z
      .int({ error: 'a number of working days' })
      .min(0)
      .max(60)
      .default(DEFAULT_PROGRAMME.publicityWorkingDays),
  })
  .transform(
    ({ straightThroughUpToFen, straightThroughPerDayFen, paidBy, ...rest }): Programme => ({
      ...rest,
      // Absent as in settings from before there was a choice, so that their digest stays.
      ...(paidBy === 'file' && { paidBy }),
      straightThroughUpToFen: straightThroughUpToFen ?? null,
      straightThroughPerDayFen: straightThroughPerDayFen ?? null,
    }),
  );

const file = z
  .strictObject({ programmes: z.array(programme).min(1) })
  .superRefine(({ programmes }, context) => {
    const addIssue = (message: string) => context.addIssue({ code: 'custom', message });
    const groups = programmes.flatMap((one) => one.groups);
    for (const group of twice(groups)) addIssue(`group ${group} is paid by two programmes: by one`);
    for (const id of twice(programmes.map((one) => one.id)))
      addIssue(`programme ${id} occurs twice: it must occur once`);
    if (!groups.includes('*')) addIssue('no programme pays * (all other groups): one has to');
  });

/**
 * A variable that names a YAML file of programmes (项目). Without it one programme pays everything straight
 * through.
 */
export function programmesFile() {
  return z
    .string()
    .optional()
    .transform((path, context): readonly Programme[] => {
      if (path === undefined) return [DEFAULT_PROGRAMME];
      const read = contentOf(path);
      const found = 'fault' in read ? undefined : file.safeParse(read.content);
      if (found?.success) return found.data.programmes;
      const faults =
        'fault' in read
          ? [read.fault]
          : (found?.error?.issues ?? []).map(({ path: at, message }) => `${at.join('.')}: ${message}`);
      context.addIssue({
        code: 'custom',
        message: `the path of a file of programmes; ${path}: ${faults.join('; ')}`,
      });
      return z.NEVER;
    });
}

function contentOf(path: string): { content: unknown } | { fault: string } {
  try {
    return { content: parse(readFileSync(path, 'utf8')) };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
