import { z } from 'zod';

/** The settings of this service, in addition to those that every service has. */
export const configuration = {
  /** The persons of a system that has none yet; afterwards it is ignored. */
  FIRST_PERSONS_FILE: z.string().min(1, { error: 'the path of a file of persons' }).optional(),
};
