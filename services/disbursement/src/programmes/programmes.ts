import { defined } from '@duixian/values';
import type { Terms } from '../orders/domain/order.ts';
import type { Programme } from './domain/programme.ts';

/** A programme that is known to exist: a run names no other. */
export function programmeById({ programmes }: Pick<Terms, 'programmes'>, id: string): Programme {
  return defined(
    programmes.find((programme) => programme.id === id),
    `programme ${id} is set`,
  );
}
