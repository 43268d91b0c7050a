import type { Fen } from '@duixian/values';
import type { World } from '../world.ts';
import type { Shown } from './look-at.ts';

/** What was ordered since, by account. */
export function orderedSince({ store }: World, known: ReadonlySet<string>): ReadonlyMap<string, Fen> {
  const ordered = new Map<string, Fen>();
  for (const { id, entity, lines } of store.orders.values())
    for (const { year, group, fen } of known.has(id) ? [] : lines) {
      const account = `${entity} ${year} ${group}`;
      ordered.set(account, (ordered.get(account) ?? 0n) + fen);
    }
  return ordered;
}

/** Where nothing else happens, what is ordered at once is what was shown to whoever confirmed. */
export function faultsOfForetelling({ orders }: Shown, ordered: ReadonlyMap<string, Fen>): string[] {
  return [...new Set([...orders.keys(), ...ordered.keys()])].flatMap((account) => {
    const [shownFen, orderedFen] = [orders.get(account) ?? 0n, ordered.get(account) ?? 0n];
    return shownFen === orderedFen
      ? []
      : [`${account}: ${shownFen} fen were shown to be ordered at once, and ${orderedFen} are`];
  });
}
