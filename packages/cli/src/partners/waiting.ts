import { print } from '../report/lines.ts';
import { table } from '../report/table.ts';
import { allPages } from '../system/all-pages.ts';
import type { WaitingRow, WaitingUnit } from '../system/answers.ts';
import type { SystemClient } from '../system/system-client.ts';

type Asked = { readonly source?: string; readonly json?: true };

/** What an officer completes: the units for which records wait. */
export async function listWaitingUnits(client: SystemClient, { source, json }: Asked): Promise<void> {
  const units: WaitingUnit[] = [];
  const query = source === undefined ? {} : { source };
  for await (const page of allPages(client, '/v1/units/waiting', { query })) units.push(...page.units);
  if (json) return console.log(JSON.stringify(units, null, 2));
  if (units.length === 0) return print('Nothing waits for a unit.');
  const rows = units.map((one) => [one.source, one.unit, String(one.rows), one.since, suggested(one)]);
  print(...table(['source', 'unit', 'records', 'since', 'nearly the same name'], rows));
}

function suggested({ suggestions }: WaitingUnit): string {
  return suggestions.map(({ uscc, name }) => `${name} (${uscc ?? 'beyond the border'})`).join(', ') || '–';
}

export async function listWaitingRows(client: SystemClient, { source, json }: Asked): Promise<void> {
  const rows: WaitingRow[] = [];
  const query = source === undefined ? {} : { source };
  for await (const page of allPages(client, '/v1/units/waiting/rows', { query })) rows.push(...page.rows);
  if (json) return console.log(JSON.stringify(rows, null, 2));
  if (rows.length === 0) return print('There are none.');
  print(
    ...table(
      ['type', 'subject', 'arrived', 'state', 'units or faults'],
      rows.map((row) => [row.type, row.subject, row.arrivedAt, row.state, whyOf(row)]),
    ),
  );
}

function whyOf({ faults, waitsFor }: WaitingRow): string {
  return faults.map(({ message }) => message).join('; ') || waitsFor.map(({ unit }) => unit).join(', ');
}
