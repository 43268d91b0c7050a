import { z } from 'zod';
import { endpoint } from '../http/endpoint.ts';

/** Computing them reads every account, claim and payable. */
const TIMEOUT_MS = 600_000;
const setHash = z.string().length(64);

export const getFingerprints = endpoint({
  method: 'GET',
  path: '/v1/checks/set-hashes',
  access: ['read'],
  tag: 'Operations',
  summary: 'By what policy it computes, and what all accounts, claims and payables can be compared by',
  summaryZh: '政策版本与解释选项；全部账户、奖补事项与应付的核对指纹',
  description:
    'For `duixian verify`, while nothing is pending: the SHA-256 of each account, claim and payable, added up word by ' +
    'word, so that two sets can be compared in any order (packages/policy/src/set-hash.ts).',
  answer: z.strictObject({
    policy: z.string(),
    readings: z.record(z.string(), z.string()),
    accounts: setHash,
    claims: setHash,
    payables: setHash,
  }),
  problems: ['unavailable'],
  async handle(_, { awards, disbursement }) {
    const [ofAwards, { payables }] = await Promise.all([
      awards.getFingerprints({}, { timeoutMs: TIMEOUT_MS }),
      disbursement.getFingerprint({}, { timeoutMs: TIMEOUT_MS }),
    ]);
    return { ...ofAwards, payables };
  },
});
