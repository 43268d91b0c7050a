import { z } from 'zod';
import { accountSchema } from './accounts.ts';
import { count } from './amounts.ts';
import { claimSchema } from './claims.ts';
import { payableSchema } from './payables.ts';
import { route } from './route.ts';

export const exportResult = route({
  method: 'GET',
  path: '/v1/result',
  access: ['read'],
  tag: 'Entitlements',
  summary: 'Policy and readings, then all accounts, all claims and all payables, one per line',
  summaryZh: '导出全部账户、奖补事项与应付',
  description:
    'For `duixian verify`, where the hashes differ. Claims come without what the cap left of them.',
  answer: z.union([
    z.strictObject({ policy: z.string(), readings: z.record(z.string(), z.string()) }),
    z.strictObject({ account: accountSchema }),
    z.strictObject({ claim: claimSchema }),
    z.strictObject({ payable: payableSchema }),
  ]),
  streams: 'application/x-ndjson',
  problems: ['unavailable'],
});

export const exportStoredFacts = route({
  method: 'GET',
  path: '/v1/checks/facts',
  access: ['read'],
  tag: 'Facts',
  summary: 'Every record, as its register stores it',
  summaryZh: '导出全部现存事实（存储格式，供核对）',
  description:
    'For `duixian verify`, at a tenth of the cost of `/v1/facts`: documents of BSON with type, subject and data, one ' +
    'after the other, contracts last. The connection breaks off where a register fails meanwhile.',
  answer: z.string().describe('A document of BSON.'),
  streams: 'application/bson',
  problems: ['unavailable'],
});

export const getDigest = route({
  method: 'GET',
  path: '/v1/digest',
  access: ['read'],
  tag: 'Operations',
  summary: 'The digest of all accounts and claims, once everything received has arrived',
  summaryZh: '全部账户与奖补事项的摘要值（在途为零时）',
  description:
    'While anything is pending, digest, accounts and claims are null and nothing is computed: asking again and ' +
    'again costs little. The digest is the one that `duixian replay` prints (docs/facts.md §9).',
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
});

const setHash = z.string().length(64);

export const getSetHashes = route({
  method: 'GET',
  path: '/v1/checks/set-hashes',
  access: ['read'],
  tag: 'Operations',
  summary: 'The policy in force, and hashes by which all accounts, claims and payables can be compared',
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
});
