import { secretFile } from '@duixian/runtime';
import { MAX_EXACT_FEN } from '@duixian/values';
import { z } from 'zod';

const wholeNumber = (meaning: string) => z.string().regex(/^\d{1,16}$/, { error: meaning });

/** Beside the variables that every service has. */
export const configuration = {
  TREASURY_URL: z.url({ protocol: /^https?$/, error: 'the http:// address of the treasury' }),
  TREASURY_SECRET_FILE: secretFile('a Standard Webhooks secret, whsec_ and base64', (text) =>
    /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(text),
  ),
  PROGRAMME: z.string().default('郑州市科技成果转移转化补助'),
  /** 科技成果转化与扩散 */
  FUNCTIONAL_CODE: z
    .string()
    .regex(/^\d{7}$/, { error: 'a functional code of seven digits' })
    .default('2060404'),
  STRAIGHT_THROUGH_UP_TO_FEN: wholeNumber('fen, a whole number')
    .transform(BigInt)
    .refine((fen) => fen <= MAX_EXACT_FEN, { error: 'at most 2^53 − 1 fen' })
    .optional(),
  /** Nothing is ordered before an account was confirmed. Only who pays by other means may do without. */
  NEEDS_PAYEE: z.stringbool({ error: 'true or false' }).default(true),
  SETTLE_FOR_MS: wholeNumber('milliseconds, a whole number').default('0').transform(Number),
};
