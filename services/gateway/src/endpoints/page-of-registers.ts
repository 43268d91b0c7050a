import type { Owner } from '@duixian/facts';
import { Problem } from '../http/problem.ts';

export const REGISTERS: readonly Owner[] = ['institutions', 'contracts', 'metering', 'awards'];

type Ask<Row> = (
  register: Owner,
  after: string,
  limit: number,
) => Promise<{ rows: readonly Row[]; next: string }>;

/** A page of a list that each register has a part of, one register after the other. */
export async function pageOfRegisters<Row>(
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  ask: Ask<Row>,
): Promise<{ rows: Row[]; next: string | null }> {
  const rows: Row[] = [];
  let { at, cursor } = startOf(after);
  while (rows.length < limit) {
    const register = REGISTERS[at];
    if (register === undefined) return { rows, next: null };
    const page = await ask(register, cursor, limit - rows.length);
    rows.push(...page.rows);
    cursor = page.next;
    if (cursor === '') at += 1;
  }
  const register = REGISTERS[at];
  return { rows, next: register === undefined ? null : `${register}:${cursor}` };
}

function startOf(after: string | undefined): { at: number; cursor: string } {
  if (after === undefined) return { at: 0, cursor: '' };
  const [name = '', ...cursor] = after.split(':');
  const at = REGISTERS.indexOf(name as Owner);
  if (at !== -1 && cursor.length > 0) return { at, cursor: cursor.join(':') };
  const message = 'after must be the `next` of the page before';
  throw new Problem('bad-request', `${message}.`, [{ field: 'after', reason: 'bad-field', message }]);
}
