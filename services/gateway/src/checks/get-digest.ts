import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';
import { count, exactNumber } from '../json/exact-number.ts';
import { countPending, sumOf } from '../operations/pending.ts';

/** Computing it reads every account and claim. */
const TIMEOUT_MS = 600_000;

export const getDigest = endpoint({
  method: 'GET',
  path: '/v1/digest',
  access: ['read'],
  tag: 'Operations',
  summary: 'The digest of all accounts and claims, once everything received has arrived',
  summaryZh: '全部账户与奖补事项的摘要值（在途为零时）',
  description:
    'While anything is pending, digest, accounts and claims are null and nothing is computed: asking again and ' +
    'again costs little. The digest is the one that `duixian replay` prints (docs/facts.md §5).',
  answer: z.strictObject({
    digest: z.string().nullable(),
    accounts: count.nullable(),
    claims: count.nullable(),
    pending: count.describe('0: everything received has reached accounts and payables.'),
    beyondExact: z
      .array(z.string())
      .optional()
      .describe(
        'Accounts beyond exact integers, as entity/year/group: while there are any there is no digest.',
      ),
  }),
  problems: ['unavailable'],
  async handle(_, services) {
    const before = sumOf(await countPending(services));
    if (before > 0n) return underWay(before);
    const { digest, accounts, claims, beyondExact } = await services.awards.getDigest(
      {},
      { timeoutMs: TIMEOUT_MS },
    );
    // What arrived while it was computed may or may not be in it.
    const after = sumOf(await countPending(services));
    if (after > 0n) return underWay(after);
    return {
      digest: digest || null,
      accounts: exactNumber(accounts),
      claims: exactNumber(claims),
      pending: 0,
      ...(beyondExact.length > 0 && { beyondExact }),
    };
  },
});

function underWay(pending: bigint) {
  return { digest: null, accounts: null, claims: null, pending: exactNumber(pending) };
}
