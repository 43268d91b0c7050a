import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { PAYEE_TABLE } from './payees/payee-table.ts';
import { tableInMarkdown } from './state-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../../../docs/payments.md');

it.each([['Payee (收款账户)', PAYEE_TABLE]])(
  'the table of %s stands in the documentation as in the code',
  (title, table) => {
    expect(readFileSync(DOCUMENT, 'utf8')).toContain(`### ${title}\n\n${tableInMarkdown(table)}\n`);
  },
);
