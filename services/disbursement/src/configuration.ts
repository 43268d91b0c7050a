import { address, secretFile } from '@duixian/runtime';
import { z } from 'zod';
import { programmesFile } from './programmes/programmes-file.ts';

const words = z.string().min(1, { error: 'a text' });

const wholeNumber = (meaning: string) => z.string().regex(/^\d{1,16}$/, { error: meaning });

/** The settings of this service, in addition to those that every service has. */
export const configuration = {
  /** Asked for what documents say of accounts and articles, and for nothing else. */
  AWARDS_ADDRESS: address,
  /** A folder of packs beside those that come with the system: what orders call their cap groups is taken from both. */
  PACKS_DIR: z.string().default(''),
  TREASURY_URL: z.url({ protocol: /^https?$/, error: 'the http:// address of the treasury' }),
  TREASURY_SECRET_FILE: secretFile('a Standard Webhooks secret, whsec_ and base64', (text) =>
    /^whsec_[A-Za-z0-9+/]{16,}={0,2}$/.test(text),
  ),
  PROGRAMMES_FILE: programmesFile(),
  /**
   * Nothing is ordered before an account is confirmed. Only an installation that pays by other means can do
   * without.
   */
  NEEDS_PAYEE: z.stringbool({ error: 'true or false' }).default(true),
  SETTLE_FOR_MS: wholeNumber('milliseconds, a whole number').default('0').transform(Number),
  /** 追回: how long later payables may still settle an overpaid amount before it can be demanded. */
  DEMAND_AFTER_DAYS: wholeNumber('days, a whole number').default('30').transform(Number),
  /** In words: who signs letters (落款), where to object to a list (异议受理), and the account to return money to. */
  OFFICE_NAME: words.default('郑州市科学技术局'),
  OBJECTIONS_TO: words.default('郑州市科学技术局'),
  RETURN_MONEY_TO: words.default('________（由经办人填写）'),
};
