import type { PublishedFact } from '@duixian/facts';
import {
  arithmetic,
  arithmeticZh,
  type GrantedClaim,
  grantClaims,
  type Policy,
  provisionOf,
} from '@duixian/policy';
import type { awardsV1 } from '@duixian/proto';
import { oneAhead, RpcError, rpcStatus } from '@duixian/runtime';
import { defined, LIMITS, type Uscc, yearOf } from '@duixian/values';
import { type AccountState, accountId } from '../domain/account-state.ts';
import type { PartyState } from '../domain/reference-state.ts';
import { factClaims } from '../store/claims-of-facts.ts';
import type { Collections } from '../store/collections.ts';
import { entitiesOf } from '../store/entity-of.ts';
import { type ClaimedAccount, type Evidence, type KnownFact, readEvidence } from '../store/evidence.ts';
import { accountMessage } from './account-message.ts';
import { claimMessage } from './claim-message.ts';
import { noClaimMessage } from './no-claim-message.ts';

/** Accounts that are explained from one read. */
const BATCH = 100;

type Asked = awardsV1.ExplainAccountRequest;

/** One account; without an explanation if nothing is claimed in it. */
interface Explained {
  readonly entity: Uscc;
  readonly explanation: awardsV1.ExplainAccountResponse | undefined;
}

/**
 * Everything that made the account what it is, and what concerned the entity in that year and group and made
 * no claim.
 */
export async function explainAccount(
  policy: Policy,
  collections: Collections,
  request: Asked,
): Promise<awardsV1.ExplainAccountResponse> {
  const [explained] = await explain(policy, collections, [request]);
  const { entity, explanation } = defined(explained, 'each account is answered');
  if (explanation) return explanation;
  const { year, group } = request;
  throw new RpcError(rpcStatus.NOT_FOUND, `nothing is claimed for ${entity} in ${year} under ${group}`);
}

/** Many accounts, a batch per message; the next is read while one is sent. */
export function explainAccounts(
  policy: Policy,
  collections: Collections,
  { accounts }: awardsV1.ExplainAccountsRequest,
): AsyncGenerator<awardsV1.ExplainAccountsResponse> {
  return oneAhead(eachBatch(policy, collections, accounts));
}

async function* eachBatch(
  policy: Policy,
  collections: Collections,
  accounts: readonly Asked[],
): AsyncGenerator<awardsV1.ExplainAccountsResponse> {
  for (let from = 0; from < accounts.length; from += BATCH) {
    const explained = await explain(policy, collections, accounts.slice(from, from + BATCH));
    yield { answers: explained.map(({ explanation }) => ({ explanation })) };
  }
}

async function explain(
  policy: Policy,
  collections: Collections,
  asked: readonly Asked[],
): Promise<Explained[]> {
  const wanted = await accountsOf(collections, asked);
  const evidence = await readEvidence(policy, collections, wanted.filter(isClaimed));
  if (evidence)
    return wanted.map(({ party, account }) => {
      const { entity } = party;
      return { entity, explanation: account && explanationOf(policy, account, party, evidence) };
    });
  const half = Math.ceil(asked.length / 2);
  return [
    ...(await explain(policy, collections, asked.slice(0, half))),
    ...(await explain(policy, collections, asked.slice(half))),
  ];
}

/** The account of each, under the entity of its USCC; none if nothing is claimed in it. */
async function accountsOf(
  collections: Collections,
  asked: readonly Asked[],
): Promise<{ party: PartyState; account: AccountState | undefined }[]> {
  const parties = await entitiesOf(
    collections,
    asked.map(({ entity }) => entity),
  );
  const wanted = asked.map(({ entity: uscc, year, group }) => {
    const party = defined(parties.get(uscc), 'each USCC has its entity');
    return { party, id: accountId({ entity: party.entity, year, group }) };
  });
  const ids = wanted.map(({ id }) => id);
  const found = await collections.accounts.find({ _id: { $in: ids }, claims: { $gt: 0 } }).toArray();
  const accounts = new Map(found.map((account) => [account._id, account]));
  return wanted.map(({ party, id }) => ({ party, account: accounts.get(id) }));
}

function isClaimed(one: { party: PartyState; account: AccountState | undefined }): one is ClaimedAccount {
  return one.account !== undefined;
}

function explanationOf(
  policy: Policy,
  account: AccountState,
  party: PartyState,
  evidence: Evidence,
): awardsV1.ExplainAccountResponse {
  const claims = explainedClaims(policy, account, evidence.claimingOf(party));
  return {
    account: accountMessage(policy, account, party.name),
    claims,
    furtherClaims: BigInt(Math.max(0, account.claims - claims.length)),
    noClaims: noClaims(policy, account, party, evidence),
  };
}

function explainedClaims(
  policy: Policy,
  { entity, year, group, entitledFen }: AccountState,
  claiming: readonly KnownFact[],
): awardsV1.ExplainedClaim[] {
  const sources = new Map(claiming.map(({ fact }) => [`${fact.type} ${fact.subject}`, fact]));
  const own = claiming
    .flatMap(({ document }) => factClaims(document))
    .filter((claim) => claim.entity === entity && claim.year === year && claim.group === group);
  const first = grantClaims(own, entitledFen).slice(0, LIMITS.explainedClaims.most);
  return first.map((claim) => {
    const source = defined(sources.get(`${claim.fact.type} ${claim.fact.subject}`), 'a claim has its fact');
    return explained(policy, claim, source);
  });
}

function explained(policy: Policy, claim: GrantedClaim, source: PublishedFact): awardsV1.ExplainedClaim {
  const provision = provisionOf(policy, claim.provision, claim.date);
  return {
    claim: claimMessage(claim),
    factSource: source.source,
    factRevision: BigInt(source.data.revision),
    article: provision.article,
    articleText: provision.text,
    titleEn: provision.title.en,
    titleZh: provision.title.zh,
    arithmetic: arithmetic(claim, provision.base),
    arithmeticZh: arithmeticZh(claim, provision.base),
    cutByCapFen: claim.status === 'decided' ? claim.amountFen - (claim.grantedFen ?? 0n) : 0n,
  };
}

function noClaims(
  policy: Policy,
  { year, group }: AccountState,
  party: PartyState,
  { lookedAtOf, referenceData }: Evidence,
): awardsV1.NoClaim[] {
  return lookedAtOf(party).flatMap(({ fact }) =>
    policy.engine
      .findings(policy, fact, referenceData)
      .filter(
        ({ claim, provision, date, beneficiary }) =>
          !claim &&
          provision.group === group &&
          yearOf(date) === year &&
          beneficiary !== undefined &&
          referenceData.party(beneficiary).entity === party.entity,
      )
      .map((finding) => noClaimMessage(fact, finding)),
  );
}
