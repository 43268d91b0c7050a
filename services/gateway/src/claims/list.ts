import { FACT_TYPE_NAMES } from '@duixian/facts';
import type { awardsV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import { z } from 'zod';
import { mustReadRecord } from '../access/own-records.ts';
import { usccsIn } from '../access/usccs-in.ts';
import { endpoint } from '../http/endpoint.ts';
import { name } from '../http/parameters.ts';
import { exactNumber, exactOrNull, fen } from '../json/exact-number.ts';
import { recordJson } from '../records/json.ts';
import { registerOf } from '../services.ts';
import { noClaimJson, noClaimSchema } from './no-claim-json.ts';

/** More conditions than any thing fails. */
const LIMIT = 1_000;

const claim = z.strictObject({
  provision: z.string(),
  year: z.int(),
  date: z.string(),
  beneficiary: z.string().nullable().describe('Null: somebody whom the thing itself does not name.'),
  status: z.enum(['decided', 'undecided']),
  baseFen: fen.nullable(),
  rate: z.string().nullable(),
  amountFen: fen.nullable().describe('Before caps; null while undecided.'),
  lowestFen: fen.nullable().describe('While undecided.'),
  highestFen: fen.nullable(),
});

const noClaim = noClaimSchema
  .pick({ provision: true, article: true, titleEn: true, titleZh: true, date: true })
  .extend({
    failed: z
      .array(z.strictObject({ condition: z.string(), en: z.string(), zh: z.string() }))
      .describe('Of the conditions about the thing itself.'),
    failsElsewhere: z
      .boolean()
      .describe(
        'Conditions about what others recorded are not met: /v1/no-claims tells who may read the entity.',
      ),
  });

/** For the source that owns the thing, too: so it says nothing of the accounts that the claims are in, nor of other things. */
export const listClaims = endpoint({
  method: 'GET',
  path: '/v1/claims',
  access: ['read', 'read:entity', 'source'],
  tag: 'Entitlements',
  summary: 'What one thing led to: its claims, and the conditions that keep it from others',
  summaryZh: '单个事项形成的奖补，以及未满足的条件',
  description:
    'For the source that the thing belongs to, too. Amounts are before caps: what an account pays of them is told by ' +
    '/v1/accounts, to who may read the entity.',
  query: z.strictObject({
    type: z.enum(FACT_TYPE_NAMES, { error: `one of ${FACT_TYPE_NAMES.join(', ')}` }),
    subject: name,
  }),
  answer: z.strictObject({
    type: z.string(),
    subject: z.string(),
    source: z.string(),
    revision: z.int().describe('The highest that is recorded.'),
    computedRevision: z.int().nullable().describe('Of which the claims are; null: none is computed yet.'),
    claims: z.array(claim),
    noClaims: z.array(noClaim),
  }),
  problems: ['not-found', 'unavailable'],
  async handle({ key, query: { type, subject } }, services) {
    const asked = { type, subject, historyAfter: 0n, historyLimit: 1 };
    const record = recordJson((await registerOf(services, type).getThing(asked)).thing);
    await mustReadRecord(key, record, services);
    const fact = { factType: type, factSubject: subject };
    const page = { entity: '', year: 0, after: '', limit: LIMIT };
    const [{ claims, factRevision }, { noClaims }] = await Promise.all([
      services.awards.listClaims(fact),
      services.awards.listNoClaims({ ...fact, ...page }).catch(noneOfUnknown),
    ]);
    const named = new Set(usccsIn(record.current.data));
    return {
      ...{ type, subject, source: record.source, revision: record.current.revision },
      computedRevision: factRevision === 0n ? null : exactNumber(factRevision),
      claims: claims.map((one) => claimJson(one, named)),
      noClaims: noClaims.map(conditionsJson),
    };
  },
});

/** Those of a thing's own data. A receipt has little: its parties stand in a contract, which may be another's. */
const OF_ANYTHING = ['inForce', 'statusIs'];
const OF_ITSELF = new Set([
  ...OF_ANYTHING,
  'beneficiaryHasUscc',
  'contractStatusIs',
  'contractCategoryIs',
  'betweenUnrelatedParties',
  'notFiscallyFunded',
  'kindIs',
  'inCity',
  'crossesBorder',
]);
const OF_RECEIPT = new Set(OF_ANYTHING);

function conditionsJson(given: awardsV1.NoClaim): z.output<typeof noClaim> {
  const { fact, provision, article, titleEn, titleZh, date, failed } = noClaimJson(given);
  const dependency = fact.type === 'duixian.receipt.v1' ? OF_RECEIPT : OF_ITSELF;
  const own = failed.filter(({ condition }) => dependency.has(condition));
  return {
    ...{ provision, article, titleEn, titleZh, date },
    failed: own.map(({ condition, en, zh }) => ({ condition, en, zh })),
    failsElsewhere: own.length < failed.length,
  };
}

function claimJson(one: awardsV1.Claim, named: ReadonlySet<string>): z.output<typeof claim> {
  const { provision, year, date, beneficiary, rate, baseFen, amountFen, lowestFen, highestFen } = one;
  return {
    ...{ provision, year, date, rate: rate ?? null },
    beneficiary: named.has(beneficiary) ? beneficiary : null,
    status: lowestFen === undefined ? 'decided' : 'undecided',
    baseFen: exactOrNull(baseFen),
    amountFen: exactOrNull(amountFen),
    lowestFen: exactOrNull(lowestFen),
    highestFen: exactOrNull(highestFen),
  };
}

/** Awards may not have received it yet. */
function noneOfUnknown(error: { code?: unknown }): { noClaims: awardsV1.NoClaim[] } {
  if (error.code === rpcStatus.NOT_FOUND) return { noClaims: [] };
  throw error;
}
