import { answerReader, exportResult } from '@duixian/api';
import type { z } from 'zod';
import type { SystemClient } from '../system/system-client.ts';

const resultLine = answerReader(exportResult.answer);
type Line = z.output<typeof resultLine>;
export type Account = Extract<Line, { account: object }>['account'];
export type Claim = Extract<Line, { claim: object }>['claim'];
type Payable = Extract<Line, { payable: object }>['payable'];

/** The state of a running system. */
export type LiveResult = {
  readonly accounts: readonly Account[];
  readonly claims: readonly Claim[];
  readonly payables: readonly Payable[];
};

export async function liveResult(client: SystemClient): Promise<LiveResult> {
  const accounts: Account[] = [];
  const claims: Claim[] = [];
  const payables: Payable[] = [];
  for await (const line of client.lines('/v1/result')) {
    const parsed = resultLine.parse(line);
    if ('account' in parsed) accounts.push(parsed.account);
    else if ('claim' in parsed) claims.push(parsed.claim);
    else if ('payable' in parsed) payables.push(parsed.payable);
  }
  return { accounts, claims, payables };
}
