import { type FactTypeName, isFactTypeName, RECORD_CURSOR } from '@duixian/facts';
import type { Policy } from '@duixian/policy';
import { awardsV1 } from '@duixian/proto';
import { recordId } from '@duixian/register';
import { nextAfter, RpcError, readPage, refuseForeignCursor, rpcStatus } from '@duixian/runtime';
import { LIMITS, yearOf } from '@duixian/values';
import { referenceKey } from '../domain/reference-key.ts';
import type { Collections } from '../store/collections.ts';
import { entityOf } from '../store/entity-of.ts';
import { type KnownFact, knownFact, referenceDataOf } from '../store/evidence.ts';
import { noClaimMessage } from './no-claim-message.ts';

/** Facts that are read and judged together. */
const FACTS_AT_ONCE = 32;

/** For an entity, whether or not it has an account, for everybody, or for one record. */
export function listNoClaims(
  policy: Policy,
  collections: Collections,
  request: awardsV1.ListNoClaimsRequest,
): Promise<awardsV1.ListNoClaimsResponse> {
  return request.factType === ''
    ? ofEntity(policy, collections, request)
    : ofRecord(policy, collections, request);
}

async function ofEntity(
  policy: Policy,
  collections: Collections,
  { entity: uscc, year, after, limit }: awardsV1.ListNoClaimsRequest,
): Promise<awardsV1.ListNoClaimsResponse> {
  refuseForeignCursor(after, RECORD_CURSOR);
  const entity = uscc === '' ? '' : (await entityOf(collections, uscc)).entity;
  const ofIt = entity === '' ? {} : { 'leans.key': referenceKey.party(entity) };
  const found = collections.facts.find({ ...ofIt, _id: { $gt: after } }).sort({ _id: 1 });
  const page = await readPage(found, limit, { readAtOnce: FACTS_AT_ONCE });
  const noClaims: awardsV1.NoClaim[] = [];
  let bytes = 0;
  // The message about a fact is longer than the fact, so the page ends at its size limit too.
  for (let at = 0; at < page.rows.length; at += FACTS_AT_ONCE) {
    const some = page.rows.slice(at, at + FACTS_AT_ONCE);
    const own = (await noClaimsOf(policy, collections, some.map(knownFact))).filter(
      (one) => (entity === '' || one.entity === entity) && (year === 0 || yearOf(one.message.date) === year),
    );
    for (const { message } of own) {
      noClaims.push(message);
      bytes += awardsV1.NoClaim.encode(message).finish().length;
    }
    const isLast = at + FACTS_AT_ONCE >= page.rows.length;
    if (bytes > LIMITS.pageBytes.most && !isLast) return { noClaims, next: some.at(-1)?._id ?? '' };
  }
  return { noClaims, next: nextAfter(page, ({ _id }) => _id) };
}

async function ofRecord(
  policy: Policy,
  collections: Collections,
  { factType, factSubject }: awardsV1.ListNoClaimsRequest,
): Promise<awardsV1.ListNoClaimsResponse> {
  const isType = (type: string): type is FactTypeName => isFactTypeName(type);
  const _id = isType(factType) ? recordId(factType, factSubject) : '';
  const document = await collections.facts.findOne({ _id });
  if (!document) throw new RpcError(rpcStatus.NOT_FOUND, `there is no ${factType} ${factSubject}`);
  const noClaims = await noClaimsOf(policy, collections, [knownFact(document)]);
  return { noClaims: noClaims.map(({ message }) => message), next: '' };
}

/** With the entity that each would have been for. */
async function noClaimsOf(policy: Policy, collections: Collections, known: readonly KnownFact[]) {
  const referenceData = await referenceDataOf(
    policy,
    collections,
    known.map(({ fact }) => fact),
  );
  return known.flatMap(({ fact }) =>
    policy.engine
      .findings(policy, fact, referenceData)
      .filter(({ claim }) => claim === undefined)
      .map((finding) => ({
        message: noClaimMessage(fact, finding),
        entity: finding.beneficiary && referenceData.party(finding.beneficiary).entity,
      })),
  );
}
