import { z } from 'zod';

const READINGS = 'readings such as R2=both,R5=paid; empty for those that come first';

/**
 * The settings of this service, in addition to those that every service has. An unknown pack or reading ends
 * the start with its name.
 */
export const configuration = {
  /** The regulation whose packs an empty system takes, and which any other system gets as an offer. */
  POLICY: z.string().default('zhengzhou-2017-61'),
  /** A folder of packs in addition to those that come with the system. */
  PACKS_DIR: z.string().default(''),
  READINGS: z
    .string()
    .regex(/^(R\d+=[a-z-]+(,R\d+=[a-z-]+)*)?$/, { error: READINGS })
    .default('')
    .transform(
      (text) =>
        Object.fromEntries(text.split(',').flatMap((each) => (each ? [each.split('=')] : []))) as Record<
          string,
          string
        >,
    ),
};
