import { dealFrom } from '@duixian/formats/deals';
import { dealsV1 } from '@duixian/proto';
import { type GrpcService, nextAfter, RpcError, readPage, rpcStatus, unary } from '@duixian/runtime';
import type { Registry } from '../commands/registry.ts';
import type { DealCollection, DealDocument } from './deal-documents.ts';
import { type ArrivingDeal, dealKey, type KeptDeal, keepDeal } from './keep-deal.ts';

const WIRE_OUTCOME = {
  kept: 'DEAL_OUTCOME_KEPT',
  duplicate: 'DEAL_OUTCOME_DUPLICATE',
  stale: 'DEAL_OUTCOME_STALE',
} as const satisfies Record<KeptDeal['outcome'], dealsV1.DealOutcome>;

export function dealService(registry: Registry, deals: DealCollection): GrpcService {
  const implementation: dealsV1.DealServiceServer = {
    keepDeal: unary(async (request) => {
      const arriving = arrivingFrom(request);
      const { outcome, deal } = await registry.withoutActor(({ session }) =>
        keepDeal(deals, arriving, session),
      );
      return { outcome: WIRE_OUTCOME[outcome], deal: messageOf(deal) };
    }),
    getDeal: unary(async ({ source, dealId }) => {
      const deal = await deals.findOne({ _id: dealKey(source, dealId) });
      if (!deal) throw new RpcError(rpcStatus.NOT_FOUND, `${source} has sent no deal ${dealId}`);
      return { deal: messageOf(deal) };
    }),
    listDeals: unary(async ({ after, limit, source, status }) => {
      const filter = {
        _id: { $gt: after },
        ...(source !== '' && { source }),
        ...(status !== '' && { status }),
      };
      const page = await readPage(deals.find(filter).sort({ _id: 1 }), limit);
      return { deals: page.rows.map(messageOf), next: nextAfter(page, ({ _id }) => _id) };
    }),
  };
  return { definition: dealsV1.DealServiceService, implementation };
}

function arrivingFrom({ dealJson, revision, arrivedAt, ...rest }: dealsV1.KeepDealRequest): ArrivingDeal {
  const { source, dealId, status } = rest;
  const { registrationNo } = dealFrom(dealJson);
  return {
    ...{ source, dealId, status, registrationNo, revision: Number(revision) },
    ...{ currentJson: dealJson, arrivedAt: new Date(arrivedAt) },
  };
}

function messageOf({ source, dealId, currentJson, earlierJson, arrivedAt }: DealDocument): dealsV1.Deal {
  return { source, dealId, currentJson, earlierJson, arrivedAt: arrivedAt.toISOString() };
}
