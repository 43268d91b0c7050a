import { isIP } from 'node:net';
import { address, ConfigurationError } from '@duixian/runtime';
import { z } from 'zod';

const NONE = 'none';
const PROXIES = `addresses or networks such as 10.0.0.0/8, separated by commas, or ${NONE} where no proxy is in front`;

function isNetwork(text: string): boolean {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= most;
}

const REQUESTS = 'a whole number of requests from 1 on';

/** The gateway's variables, beside those of every service. */
export const gatewayVariables = {
  HTTP_ADDRESS: address.default('127.0.0.1:7750'),
  INSTITUTIONS_ADDRESS: address,
  CONTRACTS_ADDRESS: address,
  METERING_ADDRESS: address,
  AWARDS_ADDRESS: address,
  DISBURSEMENT_ADDRESS: address,
  PARTNERS_ADDRESS: address,
  /** The gateway's own file: the keys it read last, for a start while services/partners is away. */
  ACCESS_FILE: z.string().min(1, { error: 'the path of a file that the gateway writes' }).optional(),
  /** Per key. */
  REQUESTS_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: REQUESTS })
    .default('300000')
    .transform(Number),
  /** The proxies in front, whose `X-Forwarded-For` is the client's address. */
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => (text.trim() === NONE ? [] : text.split(',').map((one) => one.trim())))
    .refine((list) => list.every(isNetwork), { error: PROXIES })
    .optional(),
};

type Proxies = {
  readonly ENVIRONMENT: 'production' | 'development';
  readonly TRUSTED_PROXIES?: readonly string[] | undefined;
};

/**
 * Wrong keys are counted by address. Behind a proxy that is not configured all clients share one address, and a
 * stranger's wrong keys would lock out everybody's right ones. So the setting is required, even if there is no proxy.
 */
export function trustedProxiesOf({ ENVIRONMENT, TRUSTED_PROXIES }: Proxies): readonly string[] {
  if (TRUSTED_PROXIES) return TRUSTED_PROXIES;
  if (ENVIRONMENT === 'development') return [];
  throw new ConfigurationError(
    `The configuration is not right. Set these environment variables, unless ENVIRONMENT=development:\n  TRUSTED_PROXIES: ${PROXIES}`,
  );
}
