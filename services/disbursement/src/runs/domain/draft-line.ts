import { isExact } from '@duixian/values';
import { type EntityAccount, entityAccounts } from '../../ledger/domain/entity-account.ts';
import { openOf } from '../../ledger/domain/entry.ts';
import type { Group } from '../../ledger/domain/membership.ts';
import { sumOf, type Terms } from '../../orders/domain/order.ts';
import { holdsOfGroup, isForRuns } from '../../orders/domain/settle.ts';
import { programmeOf } from '../../programmes/domain/programme.ts';
import type { Run, RunFilter } from './run.ts';
import type { RunLine } from './run-line.ts';

const BEYOND_EXACT = { amounts: [], draftFen: 0n, out: 'beyond-exact' } as const;

/** What a run would take from an entity now; undefined: nothing. It reserves nothing. */
export function draftLine(run: Run, group: Group, terms: Terms): RunLine | undefined {
  if (holdsOfGroup(group).length > 0) return undefined;
  const accounts = entityAccounts(group.ledgers);
  const entity = { ledgers: group.ledgers, accounts };
  const amounts = accounts
    .filter(
      (account) => isInRun(run, account, terms) && openOf(account) > 0n && isForRuns(entity, account, terms),
    )
    .map((account) => ({ year: account.year, group: account.group, fen: openOf(account) }));
  const draftFen = sumOf(amounts);
  if (draftFen === 0n || draftFen < run.filter.smallestFen) return undefined;
  // It is more than one order may carry: the line is listed, and takes nothing.
  const takes = isExact(draftFen) ? { amounts, draftFen, out: null } : BEYOND_EXACT;
  return {
    run: run.id,
    entity: group.root.uscc,
    name: group.root.name,
    published: [],
    ...takes,
    approvedFen: null,
    issuedFen: null,
    objections: [],
    order: '',
  };
}

function isInRun({ programme, filter }: Run, account: EntityAccount, terms: Terms): boolean {
  const own = programmeOf(terms.programmes, account.group);
  return own?.id === programme && matches(filter, account) && !account.beyondExact;
}

function matches({ groups, years }: RunFilter, { year, group }: EntityAccount): boolean {
  return (groups.length === 0 || groups.includes(group)) && (years.length === 0 || years.includes(year));
}
