import { wireWord } from '@duixian/answers';
import * as api from '@duixian/api';
import { cloudEvent } from '@duixian/facts';
import { type DealFact, factsOfDeal, historyFrom } from '@duixian/formats/deals';
import type { dealsV1 } from '@duixian/proto';
import { canonicalJson, defined } from '@duixian/values';
import { sourceToRead, sourceToWrite } from '../access/source-to-read.ts';
import type { Item } from '../events/read-body.ts';
import { recordItems } from '../events/record-items.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { keptDealJson } from './json.ts';

/**
 * What follows from a deal is recorded before it is answered. Who gets no answer sends it again: what is kept and what
 * is recorded already are duplicates.
 */
const putDeal = endpoint(api.putDeal, async (asked, services) => {
  const { key, keyring, traceparent, params, query, body } = asked;
  const source = sourceToWrite(key, query.source);
  mustBeOfPath(body.dealId, params.dealId);
  const { outcome, deal } = await services.deals.keepDeal({
    ...{ source, dealId: body.dealId, revision: BigInt(body.revision), status: body.status },
    ...{ dealJson: canonicalJson(body), arrivedAt: new Date().toISOString() },
  });
  const held = defined(deal, 'a deal that is kept is answered');
  const { facts } = factsOfDeal(historyFrom(held.currentJson, held.earlierJson));
  const results = await recordItems(
    facts.map((fact) => itemOf(held, fact)),
    services.intake,
    traceparent,
    (sources) => ({ sourceVersions: keyring.versionsOf(sources), isAnySource: key.sources === '*' }),
  );
  return {
    outcome: wireWord('DEAL_OUTCOME_', outcome) as 'kept',
    held: keptDealJson(held),
    facts: facts.map((fact, index) => answerOf(fact, defined(results[index], 'every fact is answered'))),
  };
});

/** What was taken back under this revision already stays so, whichever earlier revision its content came from. */
function answerOf(
  { type, subject, isTakenBack }: DealFact,
  { outcome, faults }: Awaited<ReturnType<typeof recordItems>>[number],
) {
  const isBackAlready = isTakenBack && faults.every(({ reason }) => reason === 'revision-conflict');
  if (outcome === 'refused' && isBackAlready)
    return { type, subject, outcome: 'duplicate' as const, faults: [] };
  return { type, subject, outcome, faults };
}

function mustBeOfPath(dealId: string, inPath: string): void {
  if (dealId === inPath) return;
  const message = `dealId must be that of the address, ${inPath}`;
  throw new Problem('bad-request', `${message}.`, [{ field: 'dealId', reason: 'bad-field', message }]);
}

/** The same bytes whenever it is sent again: its instant is the arrival of the revision that it is made of. */
function itemOf(
  { source, arrivedAt: time }: dealsV1.Deal,
  { type, subject, data, replaces }: DealFact,
): Item {
  const head = { id: `${subject}@${String(data['revision'])}`, source, type };
  const event = {
    ...cloudEvent({ ...head, subject, time }, data),
    ...(replaces && { dxreplaces: replaces }),
  };
  return { head, text: Buffer.from(JSON.stringify(event)) };
}

const listDeals = endpoint(api.listDeals, async ({ key, query }, { deals }) => {
  const { after = '', limit, status = '' } = query;
  const source = key.read && query.source === undefined ? '' : sourceToRead(key, query.source);
  const answer = await deals.listDeals({ after, limit, source, status });
  return { deals: answer.deals.map(keptDealJson), next: nextOf(answer.next) };
});

const getDeal = endpoint(api.getDeal, async ({ key, params, query }, { deals }) => {
  const source = sourceToRead(key, query.source);
  const { deal } = await deals.getDeal({ source, dealId: params.dealId });
  return keptDealJson(defined(deal, 'a deal is answered'));
});

export const dealEndpoints: readonly Endpoint[] = [putDeal, listDeals, getDeal];
