import { decodeFact, type PublishedFact } from '@duixian/facts';
import {
  arithmetic,
  conditionWords,
  fillAccount,
  findings,
  type GrantedClaim,
  type Policy,
  provisionOf,
} from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import { defined, type Uscc, yearOf } from '@duixian/values';
import { accountId } from '../domain/account-state.ts';
import { contractOf } from '../domain/compute-changes.ts';
import { contextKey } from '../domain/context-key.ts';
import { Contexts } from '../domain/contexts.ts';
import { keysLeanedOn } from '../domain/leanings.ts';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';
import { entityOf } from '../store/entity-of.ts';
import { loadContexts, loadContracts } from '../store/load-contexts.ts';
import { accountMessage } from './account-message.ts';
import { claimMessage } from './claim-message.ts';

/** Why nothing came of a thing is said for at most this many things. */
const MAX_LOOKED_AT = 1_000;

/** Everything that made the account what it is, and what concerned the entity in that year and group and made no claim. */
export async function explainAccount(
  policy: Policy,
  collections: Collections,
  request: awardsV1.ExplainAccountRequest,
): Promise<awardsV1.ExplainAccountResponse> {
  const { year, group } = request;
  const { entity, name, members } = await entityOf(collections, request.entity);
  const account = await collections.accounts.findOne({
    _id: accountId({ entity, year, group }),
    claims: { $gt: 0 },
  });
  if (!account)
    throw new RpcError(rpcStatus.NOT_FOUND, `nothing is claimed for ${entity} in ${year} under ${group}`);
  return {
    account: accountMessage(policy, account, name),
    claims: await explainedClaims(policy, collections, request, entity),
    noClaims: await noClaims(policy, collections, request, [entity, ...members]),
  };
}

type Asked = { readonly year: number; readonly group: string };

async function explainedClaims(
  policy: Policy,
  { facts }: Collections,
  { year, group }: Asked,
  entity: Uscc,
): Promise<awardsV1.ExplainedClaim[]> {
  // Whatever makes a claim for an entity leans on it, so one index serves both.
  const found = await facts
    .find({ 'leans.key': contextKey.party(entity), claims: { $elemMatch: { entity, year, group } } })
    .toArray();
  const states = new Map(found.map(({ _id, state }) => [_id, decodeFact(state.buffer)]));
  const sources = new Map([...states.values()].map((fact) => [`${fact.type} ${fact.subject}`, fact]));
  const own = found
    .flatMap(factClaims)
    .filter((claim) => claim.entity === entity && claim.year === year && claim.group === group);
  return fillAccount(policy, own).claims.map((claim) => {
    const source = defined(sources.get(`${claim.fact.type} ${claim.fact.subject}`), 'a claim has its fact');
    return explained(policy, claim, source);
  });
}

function explained(policy: Policy, claim: GrantedClaim, source: PublishedFact): awardsV1.ExplainedClaim {
  const provision = provisionOf(policy, claim.provision);
  return {
    claim: claimMessage(claim),
    factSource: source.source,
    factRevision: BigInt(source.data.revision),
    article: provision.article,
    articleText: provision.text,
    titleEn: provision.title.en,
    titleZh: provision.title.zh,
    arithmetic: arithmetic(claim, provision.base),
    cutByCapFen: claim.status === 'decided' ? claim.amountFen - (claim.grantedFen ?? 0n) : 0n,
  };
}

async function noClaims(
  policy: Policy,
  collections: Collections,
  { year, group }: Asked,
  usccs: readonly Uscc[],
): Promise<awardsV1.NoClaim[]> {
  const found = await collections.facts
    .find({ 'leans.key': { $in: usccs.map(contextKey.party) } }, { projection: { state: 1 } })
    .sort({ _id: 1 })
    .limit(MAX_LOOKED_AT)
    .toArray();
  const facts = found.map(({ state }) => decodeFact(state.buffer));
  const contexts = await contextsOf(policy, collections, facts);
  return facts.flatMap((fact) =>
    findings(policy, fact, contexts)
      .filter(
        ({ claim, provision, date, beneficiary }) =>
          !claim &&
          provision.group === group &&
          yearOf(date) === year &&
          beneficiary !== undefined &&
          usccs.includes(beneficiary),
      )
      .map(({ provision, failed }) => ({
        provision: provision.id,
        article: provision.article,
        factType: fact.type,
        factSubject: fact.subject,
        factRevision: BigInt(fact.data.revision),
        failed: failed.map((use) => ({ condition: use.name, ...conditionWords(use, policy) })),
      })),
  );
}

async function contextsOf(
  policy: Policy,
  collections: Collections,
  facts: readonly PublishedFact[],
): Promise<Contexts> {
  const registrationNos = facts.flatMap((fact) =>
    fact.type === 'duixian.receipt.v1' ? [fact.data.registrationNo] : [],
  );
  const contracts = await loadContracts(collections, registrationNos, undefined);
  const keys = facts.flatMap((fact) => keysLeanedOn(policy, fact, contractOf(fact, contracts)));
  return new Contexts(await loadContexts(collections, keys, [], undefined), contracts, 0n);
}
