import type { Actor, Authorization } from '@duixian/values';

/** Who changes something here, with what their person may do, whichever key they came with. */
export interface RegistryActor extends Actor {
  /** A narrower key makes nobody another person, so what a person may not decide is judged by these. */
  readonly personScopes: readonly string[];
}

export interface RegistryAct extends Authorization {
  readonly actor: RegistryActor;
}
