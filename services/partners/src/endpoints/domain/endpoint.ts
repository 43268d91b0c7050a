import { ATTEMPTS_OF_EVENT } from './delivery-schedule.ts';

export type EndpointState = 'unverified' | 'enabled' | 'disabled';

/** The secret of an endpoint, encrypted. `until`: one that another has replaced is used until then too. */
export interface SealedSecret {
  readonly sealed: Uint8Array;
  readonly until: Date | null;
}

/** A webhook endpoint: an address that receives events, with what its owner's key could see. */
export interface Endpoint {
  readonly id: string;
  readonly url: string;
  /** Empty: all. */
  readonly types: readonly string[];
  /** Events have a version and a link in the place of data. */
  readonly isThin: boolean;
  readonly isOrdered: boolean;
  /** Whose it is. */
  readonly person: string;
  /** Of the key that it was made with; counted are those that its person still has. */
  readonly scopes: readonly string[];
  /** By which it was made, or enabled last: when that is revoked it is disabled, because whoever had it may have made it. */
  readonly key: string;
  readonly state: EndpointState;
  readonly disabledBecause: string;
  readonly createdAt: Date;
  /** The newest first. */
  readonly secrets: readonly SealedSecret[];
  /** Up to where everything was delivered, or failed and is kept as an exception. */
  readonly cursor: number;
  /** The highest sequence that it accepted; 0: none. */
  readonly accepted: number;
  readonly lastSuccessAt: Date | null;
  /** Nothing but failure since then. */
  readonly failingSince: Date | null;
  readonly failures: number;
  /** Rises with every act on it, so that the process that sends begins again. */
  readonly changes: number;
}

const HOUR_MS = 3_600_000;
const BOTH_SIGN_MS = 24 * HOUR_MS;
const HOPELESS_AFTER_MS = 5 * 24 * HOUR_MS;

/** Whether it failed for so long that it is disabled. */
export function isHopeless(
  { failingSince, failures }: Pick<Endpoint, 'failingSince' | 'failures'>,
  now: Date,
): boolean {
  if (failingSince === null || failures < ATTEMPTS_OF_EVENT) return false;
  return now.getTime() - failingSince.getTime() >= HOPELESS_AFTER_MS;
}

/** Those that sign now. */
export function secretsInForce(secrets: readonly SealedSecret[], now: Date): SealedSecret[] {
  return secrets.filter(({ until }) => until === null || until > now);
}

/** With a new secret; the one before it signs too for a day. Undefined: two sign already. */
export function secretsAfterRotation(
  secrets: readonly SealedSecret[],
  sealed: Uint8Array,
  now: Date,
): SealedSecret[] | undefined {
  const [current, ...others] = secretsInForce(secrets, now);
  if (current === undefined || others.length > 0) return undefined;
  return [
    { sealed, until: null },
    { ...current, until: new Date(now.getTime() + BOTH_SIGN_MS) },
  ];
}
