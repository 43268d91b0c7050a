import type { Role } from './roles.ts';

/**
 * The parameters of each condition of a pack. What each means is in conditions.ts; a pack has no
 * expressions.
 */
export type ConditionParameters = {
  beneficiaryHasUscc: true;
  inForce: true;
  notSanctioned: true;
  statusIs: readonly string[];
  contractKnown: true;
  contractStatusIs: readonly string[];
  contractCategoryIs: readonly string[];
  betweenUnrelatedParties: true;
  notFiscallyFunded: true;
  separateEntities: readonly [Role, Role];
  kindIs: { readonly party: Role; readonly among: readonly string[] };
  inCity: Role;
  holdsRecognition: { readonly party: Role; readonly kind: string };
  crossesBorder: { readonly notAbroad: readonly string[] };
  firstOfItsKind: true;
  contractEarnsNothingUnder: string;
  entityEarnsNothingUnder: string;
};

export type ConditionName = keyof ConditionParameters;

/** A condition as a provision uses it. */
export type ConditionUse = {
  [Name in ConditionName]: { readonly name: Name; readonly parameters: ConditionParameters[Name] };
}[ConditionName];
