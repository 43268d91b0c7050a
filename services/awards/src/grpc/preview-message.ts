import { dataToJson } from '@duixian/facts';
import type { decisionsV1 } from '@duixian/proto';
import { canonicalJson, type Fen, LIMITS } from '@duixian/values';
import type { Drafted } from '../decisions/decision-commands.ts';
import type { Previewed } from '../decisions/preview-decision.ts';
import type { PreviewedAccount, PreviewedClaim } from '../domain/decision-preview.ts';

export function previewMessage(
  { preview, accounts, names, states }: Previewed,
  { fact, number }: Drafted & { readonly number: number },
  key: string,
): decisionsV1.PreviewDecisionResponse {
  const claims = preview.claims();
  const moving = accounts.filter(({ before, after }) => (before?.claimedFen ?? 0n) !== after.claimedFen);
  const shown = LIMITS.previewShown.most;
  return {
    ...{ key, id: fact.subject, number: BigInt(number) },
    dataJson: canonicalJson(dataToJson(fact.data) as never),
    claims: claims.slice(0, shown).map(claimMessage),
    claimCount: BigInt(claims.length),
    claimsNowFen: sum(claims.map(({ nowFen = 0n }) => nowFen)),
    claimsThenFen: sum(claims.map(({ thenFen = 0n }) => thenFen)),
    accounts: moving.slice(0, shown).map((account) => accountMessage(account, names)),
    accountCount: BigInt(moving.length),
    accountsNowFen: sum(moving.map(({ before }) => before?.entitledFen ?? 0n)),
    accountsThenFen: sum(moving.map(({ after }) => after.entitledFen)),
    replaces: [...preview.replaces].sort().slice(0, shown),
    replacedBy: [...preview.replacedBy].sort().slice(0, shown),
    leftToOthers: BigInt(preview.leftToOthers),
    states: [...states],
  };
}

function claimMessage(claim: PreviewedClaim): decisionsV1.PreviewedClaim {
  const { fact, entity, year, group, nowFen, thenFen, nowDecision, thenDecision } = claim;
  return {
    ...{ factType: fact.type, factSubject: fact.subject, entity, year, group },
    ...{ nowFen, thenFen, nowDecision, thenDecision },
  };
}

function accountMessage(
  { before, after }: PreviewedAccount,
  names: ReadonlyMap<string, string>,
): decisionsV1.PreviewedAccount {
  const { entity, year, group } = after;
  return {
    ...{ entity, year, group, entityName: names.get(entity) ?? '' },
    ...{ nowClaimedFen: before?.claimedFen ?? 0n, thenClaimedFen: after.claimedFen },
    ...{ nowEntitledFen: before?.entitledFen ?? 0n, thenEntitledFen: after.entitledFen },
  };
}

function sum(amounts: readonly Fen[]): Fen {
  return amounts.reduce((all, fen) => all + fen, 0n);
}
