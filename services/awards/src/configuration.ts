import { z } from 'zod';

const READINGS = 'readings such as R2=both,R5=paid; empty for those that come first';

/** Beside the variables that every service has. A pack or reading that is not known ends the start with its name. */
export const configuration = {
  /** The regulation (policy pack) in force. */
  POLICY: z.string().default('zhengzhou-2017-61'),
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
