import { dueLine, SetHash } from '@duixian/policy';
import type { disbursementV1 } from '@duixian/proto';
import { documentsRead, upcasted } from '@duixian/runtime';
import type { Fen } from '@duixian/values';
import { standsAlone } from '../ledger/domain/membership.ts';
import type { Collections, LedgerDocument } from '../unit-of-work/collections.ts';
import { LEDGERS } from '../unit-of-work/kinds.ts';

type Due = { readonly entity: string; readonly year: number; readonly group: string; entitledFen: Fen };

/**
 * A hash over what each entity is due per account, whichever of its USCCs holds it. An absent account and 0
 * are the same.
 */
export async function getSetHash({ ledgers }: Collections): Promise<disbursementV1.GetFingerprintResponse> {
  const payables = new SetHash();
  const add = (due: Due) => due.entitledFen !== 0n && payables.add(dueLine(due));
  // Few entities have several USCCs: only their sums are kept in memory.
  const shared = new Map<string, Due>();
  const projection = {
    ...{ entity: 1, members: 1, claimedBy: 1, schemaVersion: 1 },
    ...{ 'payables.year': 1, 'payables.group': 1, 'payables.entitledFen': 1 },
  };
  const found = ledgers.find<Uint8Array>({}, { raw: true, projection });
  for await (const batch of documentsRead<LedgerDocument>(found)) {
    for (const document of batch) {
      const ledger = upcasted(LEDGERS, document);
      const isAlone = standsAlone(ledger);
      for (const { year, group, entitledFen } of ledger.payables) {
        const due = { entity: ledger.entity, year, group, entitledFen };
        const key = `${ledger.entity}/${year}/${group}`;
        if (isAlone) add(due);
        else shared.set(key, { ...due, entitledFen: entitledFen + (shared.get(key)?.entitledFen ?? 0n) });
      }
    }
  }
  for (const due of shared.values()) add(due);
  return { payables: `${payables}` };
}
