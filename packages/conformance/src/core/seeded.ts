import { hash } from 'node:crypto';

/**
 * Bytes that depend on the seed and on the words alone, so that a rule sends the same whether it runs alone or among
 * all. They are no secret.
 */
export function seededBytes(seed: number, ...words: readonly (string | number)[]): Buffer {
  return hash('sha256', JSON.stringify([seed, ...words]), 'buffer');
}
