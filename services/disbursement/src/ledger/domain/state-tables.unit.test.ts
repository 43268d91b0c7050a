import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ORDER_TABLE } from '../../orders/domain/order-status.ts';
import { PAYEE_TABLE } from '../../payees/domain/payee-table.ts';
import { RECOVERY_TABLE } from '../../recoveries/domain/recovery-table.ts';
import { RUN_TABLE } from '../../runs/domain/run-table.ts';
import { type StateTable, tableInMarkdown } from './state-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../../../../docs/payments.md');

const tables: [string, StateTable<string, string, string>][] = [
  ['Payee (收款账户)', PAYEE_TABLE],
  ['Run (批次)', RUN_TABLE],
  ['Order (支付申请)', ORDER_TABLE],
  ['Demand (追回)', RECOVERY_TABLE],
];

it.each(tables)('the table of %s stands in the documentation as in the code', (title, table) => {
  expect(readFileSync(DOCUMENT, 'utf8')).toContain(`### ${title}\n\n${tableInMarkdown(table)}\n`);
});

it.each(tables)('the table of %s leaves no cell out', (_, table) => {
  const events = Object.keys(Object.values(table)[0] ?? {});
  for (const row of Object.values(table)) expect(Object.keys(row)).toEqual(events);
});
