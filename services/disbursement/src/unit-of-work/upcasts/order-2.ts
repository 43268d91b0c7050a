import { endToEndIdOf } from '../../orders/domain/end-to-end-id.ts';

type Part = Record<string, unknown>;

/**
 * An order of version 1: from before parts of it could come back, and before it had a reference for banks.
 * What is pushed of it does not change (`shape`), because a treasury answers 409 to other content under an id
 * that it knows.
 */
export function orderOf2(document: Part): Part {
  const { _id } = document;
  return {
    ...{ returns: [], shape: 1 },
    ...(typeof _id === 'string' && { endToEndId: endToEndIdOf(_id) }),
    ...document,
  };
}
