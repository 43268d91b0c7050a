import type { Actor, Authorization } from '@duixian/values';

/** The person who changes something here, with what that person may do, whichever key is used. */
export interface RegistryActor extends Actor {
  /** A narrower key makes nobody another person, so these decide what a person may not decide. */
  readonly personScopes: readonly string[];
}

export interface RegistryAct extends Authorization {
  readonly actor: RegistryActor;
}
