import type { Fault } from './fault.ts';
import type { FactTypeName } from './names.ts';
import { isOfficersSource, type SourceKind, TYPES_OF_KIND } from './sources.ts';

/** A source as two persons last set it. */
export type SourceTerms = {
  readonly kind: SourceKind;
  readonly types: readonly string[];
  readonly isWithdrawn: boolean;
};

/** The types that a source may record by its terms, withdrawn or not: never more than those of its kind. */
export function typesOf({ kind, types }: Pick<SourceTerms, 'kind' | 'types'>): FactTypeName[] {
  return TYPES_OF_KIND[kind].filter((type) => types.includes(type));
}

/**
 * Whether an item may come from its source (docs/facts.md §2), by the held terms of the source; these are undefined
 * where nothing was ever confirmed. The item itself and its revisions are judged elsewhere.
 */
export function judgeSource(
  source: string,
  type: FactTypeName,
  terms: SourceTerms | undefined,
): Fault | undefined {
  const reserved = reservedSource(source);
  if (reserved) return reserved;
  if (!terms)
    return notAuthorised(`${source} is not a confirmed source, so it may record nothing: ${TWO_PERSONS}`);
  if (terms.isWithdrawn)
    return notAuthorised(`${source} was withdrawn as a source, so it may record nothing: ${TWO_PERSONS}`);
  const may = typesOf(terms);
  if (may.includes(type)) return undefined;
  const types = may.length > 0 ? may.join(', ') : 'nothing';
  return notAuthorised(`${source}, a source of kind ${terms.kind}, may record ${types}, and not ${type}`);
}

/** A source that nobody may use, whatever was agreed: only awards records the decisions of officers. */
export function reservedSource(source: string): Fault | undefined {
  return isOfficersSource(source)
    ? notAuthorised(
        `${source} is reserved for decisions of two officers, so facts of it cannot be sent: propose the decision (POST /v1/decisions/propose), or record it as a source of kind bureau`,
      )
    : undefined;
}

const TWO_PERSONS = 'two persons of the bureau must confirm a source and its types first';

function notAuthorised(message: string): Fault {
  return { field: 'source', reason: 'not-authorised', message };
}
