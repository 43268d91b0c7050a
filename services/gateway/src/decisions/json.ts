import { exactNumber, exactSum } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { decisionsV1, foretellingV1 } from '@duixian/proto';
import type { z } from 'zod';

export function proposedJson({
  id,
  waiting,
  proposals,
  confirmed,
  acts,
}: decisionsV1.Decision): z.output<typeof api.proposedSchema> {
  return {
    id,
    waiting: waiting
      ? {
          ...{ number: exactNumber(waiting.number), by: waiting.by, at: waiting.at },
          ...{ document: waiting.documentNo, reason: waiting.reason, preview: waiting.preview },
          source: waiting.source,
          data: JSON.parse(waiting.dataJson) as Record<string, unknown>,
        }
      : null,
    proposals: exactNumber(proposals),
    confirmed: exactNumber(confirmed),
    acts: acts.map(({ number, ...rest }) => ({ number: exactNumber(number), ...rest })),
  };
}

const SHOWN = 1_000;

export function previewJson(
  preview: decisionsV1.PreviewDecisionResponse,
  { accounts, shortBudgets, settleForMs }: foretellingV1.ForetellOrdersResponse,
  digest: string,
): z.output<typeof api.previewSchema> {
  const ordered = accounts.reduce((sum, { orderedFen }) => sum + orderedFen, 0n);
  return {
    ...{ digest, id: preview.id, number: exactNumber(preview.number) },
    data: JSON.parse(preview.dataJson) as Record<string, unknown>,
    claims: preview.claims.map(claimJson),
    allClaims: sums(preview.claimCount, preview.claimsNowFen, preview.claimsThenFen),
    accounts: preview.accounts.map(({ entity, year, group, entityName, ...amounts }) => ({
      ...{ entity, year, group, entityName },
      nowClaimedFen: exactSum(amounts.nowClaimedFen),
      thenClaimedFen: exactSum(amounts.thenClaimedFen),
      nowEntitledFen: exactSum(amounts.nowEntitledFen),
      thenEntitledFen: exactSum(amounts.thenEntitledFen),
    })),
    allAccounts: sums(preview.accountCount, preview.accountsNowFen, preview.accountsThenFen),
    replaces: preview.replaces,
    replacedBy: preview.replacedBy,
    leftToOthers: exactNumber(preview.leftToOthers),
    orderedAtOnceFen: exactSum(ordered),
    orders: accounts.slice(0, SHOWN).map(({ orderedFen, waitingFen, unattendedFen, ...account }) => ({
      ...account,
      ...{ orderedFen: exactSum(orderedFen), waitingFen: exactSum(waitingFen) },
      unattendedFen: exactSum(unattendedFen),
    })),
    shortBudgets: shortBudgets.map(({ lacksFen, ...budget }) => ({
      ...budget,
      lacksFen: exactSum(lacksFen),
    })),
    settleForMs: exactNumber(settleForMs),
  };
}

function sums(counted: bigint, nowFen: bigint, thenFen: bigint) {
  return { count: exactNumber(counted), nowFen: exactSum(nowFen), thenFen: exactSum(thenFen) };
}

function claimJson({
  factType: type,
  factSubject: subject,
  nowFen,
  thenFen,
  nowDecision,
  thenDecision,
  ...account
}: decisionsV1.PreviewedClaim) {
  return {
    fact: { type, subject },
    ...account,
    nowFen: nowFen === undefined ? null : exactNumber(nowFen),
    thenFen: thenFen === undefined ? null : exactNumber(thenFen),
    nowDecision: nowDecision || null,
    thenDecision: thenDecision || null,
  };
}
