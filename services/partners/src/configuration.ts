import { secretFile } from '@duixian/runtime';
import { isCidr } from '@duixian/values';
import { z } from 'zod';
import { isSecretsKey } from './endpoints/secret-box.ts';

const NETWORKS = 'networks such as 10.0.0.0/8, with commas between them';

/** The settings of this service, in addition to those that every service has. */
export const configuration = {
  /** The persons of a system that has none yet; afterwards it is ignored. */
  FIRST_PERSONS_FILE: z.string().min(1, { error: 'the path of a file of persons' }).optional(),
  /** Encrypts the secrets of webhook endpoints; without it none can be made. */
  WEBHOOK_SECRETS_KEY_FILE: secretFile('32 bytes in base64url', isSecretsKey).optional(),
  /** Networks beyond the internet that endpoints may lie in, such as that of the administration (政务外网). */
  WEBHOOK_ALLOW_CIDRS: z
    .string({ error: NETWORKS })
    .default('')
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .refine((parts) => parts.every(isCidr), { error: NETWORKS }),
};
