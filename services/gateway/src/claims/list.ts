import { exactNumber, exactOrNull, noClaimJson } from '@duixian/answers';
import * as api from '@duixian/api';
import type { awardsV1 } from '@duixian/proto';
import { rpcStatus } from '@duixian/runtime';
import type { z } from 'zod';
import { onlyReadable } from '../access/own-entity.ts';
import { isOwn, mustReadRecord } from '../access/own-records.ts';
import { usccsIn } from '../access/usccs-in.ts';
import { endpoint } from '../http/endpoint.ts';
import { recordJson } from '../records/json.ts';
import { registerOf } from '../services.ts';
import { beneficiaryOf } from './beneficiary-of.ts';

/** More conditions than any record fails. */
const LIMIT = 1_000;

/**
 * The source of the record may read this too, so it shows nothing of the accounts of the claims, nor of other records.
 */
export const listClaims = endpoint(api.listClaims, async ({ key, query: { type, subject } }, services) => {
  const asked = { type, subject, historyAfter: 0n, historyLimit: 1 };
  const record = recordJson((await registerOf(services, type).getThing(asked)).thing);
  await mustReadRecord(key, record, services);
  const fact = { factType: type, factSubject: subject };
  const page = { entity: '', year: 0, after: '', limit: LIMIT };
  const [{ claims, factRevision }, { noClaims }] = await Promise.all([
    services.awards.listClaims(fact),
    services.awards.listNoClaims({ ...fact, ...page }).catch(noneOfUnknown),
  ]);
  const onlyVisible = async <T>(items: readonly T[], usccsOf: (item: T) => string[]) =>
    isOwn(key, record) ? items : await onlyReadable(key, items, usccsOf, services);
  const visibleClaims = await onlyVisible(claims, ({ entity, beneficiary }) => [entity, beneficiary]);
  const visibleNoClaims = await onlyVisible(noClaims, beneficiaryOf);
  const named = new Set(usccsIn(record.current.data));
  return {
    ...{ type, subject, source: record.source, revision: record.current.revision },
    computedRevision: factRevision === 0n ? null : exactNumber(factRevision),
    claims: visibleClaims.map((one) => claimJson(one, named)),
    noClaims: visibleNoClaims.map(conditionsJson),
  };
});

/**
 * Conditions on a record's own data. Few for a receipt: its parties are those of a contract, which may be another
 * source's.
 */
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

function conditionsJson(given: awardsV1.NoClaim): z.output<typeof api.recordNoClaimSchema> {
  const { fact, provision, article, titleEn, titleZh, date, failed } = noClaimJson(given);
  const shown = fact.type === 'duixian.receipt.v1' ? OF_RECEIPT : OF_ITSELF;
  const own = failed.filter(({ condition }) => shown.has(condition));
  return {
    ...{ provision, article, titleEn, titleZh, date },
    failed: own.map(({ condition, en, zh }) => ({ condition, en, zh })),
    failsElsewhere: own.length < failed.length,
  };
}

function claimJson(one: awardsV1.Claim, named: ReadonlySet<string>): z.output<typeof api.recordClaimSchema> {
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
