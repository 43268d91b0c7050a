import { z } from 'zod';

const READINGS = 'readings such as R2=both,R5=paid; empty for those that come first';

/** Beside the variables that every service has. A pack or reading that is not known ends the start with its name. */
export const configuration = {
  /** The regulation whose packs are taken by an empty system, and offered to another. */
  POLICY: z.string().default('zhengzhou-2017-61'),
  /** A folder of packs beside those that come with the system. */
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
