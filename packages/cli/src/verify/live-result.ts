import { Problem } from '@duixian/local';
import { type Account, type Claim, type Payable, resultLine } from '../system/answers.ts';
import type { SystemClient } from '../system/system-client.ts';

/** What a running system holds, and by which policy. */
export type LiveResult = {
  readonly policy: string;
  readonly readings: Record<string, string>;
  readonly accounts: readonly Account[];
  readonly claims: readonly Claim[];
  readonly payables: readonly Payable[];
};

/** `part` leaves out accounts and claims, which are many and can be compared by their digest. */
export async function liveResult(client: SystemClient, part: 'all' | 'payables'): Promise<LiveResult> {
  const accounts: Account[] = [];
  const claims: Claim[] = [];
  const payables: Payable[] = [];
  let law: Pick<LiveResult, 'policy' | 'readings'> | undefined;
  for await (const line of client.lines(`/v1/result?part=${part}`)) {
    const parsed = resultLine.parse(line);
    if ('account' in parsed) accounts.push(parsed.account);
    else if ('claim' in parsed) claims.push(parsed.claim);
    else if ('payable' in parsed) payables.push(parsed.payable);
    else law = parsed;
  }
  if (!law)
    throw new Problem(
      'The system does not say by which policy it computes. Use the same version on both sides.',
    );
  return { ...law, accounts, claims, payables };
}
