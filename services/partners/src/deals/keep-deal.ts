import { type DealHistory, dealFrom, dealJson, historyFrom, withRevision } from '@duixian/formats/deals';
import type { Session } from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import { type Refused, refused } from '../domain/refusal.ts';
import type { DealCollection, DealDocument } from './deal-documents.ts';

export type ArrivingDeal = Omit<DealDocument, '_id' | 'earlierJson'>;
export type KeptDeal = { readonly outcome: 'kept' | 'duplicate' | 'stale'; readonly deal: DealDocument };

export function dealKey(source: string, dealId: string): string {
  return canonicalJson([source, dealId]);
}

/** Keeps a revision of a deal: the state of the highest one, and what others said that has become facts. */
export async function keepDeal(
  deals: DealCollection,
  arriving: ArrivingDeal,
  session: Session,
): Promise<KeptDeal | Refused> {
  const _id = dealKey(arriving.source, arriving.dealId);
  const held = await deals.findOne({ _id }, { session });
  const refusal =
    (await takenNumber(deals, _id, arriving, session)) ?? (await noRoom(deals, held, arriving, session));
  if (refusal) return refusal;
  if (!held) {
    const history = withRevision(undefined, dealFrom(arriving.currentJson));
    const deal = { _id, ...arriving, earlierJson: dealJson(earlierOf(history)) };
    await deals.insertOne(deal, { session });
    return { outcome: 'kept', deal };
  }
  if (held.revision === arriving.revision) {
    if (held.currentJson === arriving.currentJson) return { outcome: 'duplicate', deal: held };
    return refused(
      'conflict',
      `revision ${held.revision} of this deal is held with other content; send what changed under a higher revision`,
    );
  }
  const history = withRevision(
    historyFrom(held.currentJson, held.earlierJson),
    dealFrom(arriving.currentJson),
  );
  const beyond = tooMuch(history);
  if (beyond) return beyond;
  const isLater = arriving.revision > held.revision;
  const deal = { ...held, ...(isLater && arriving), earlierJson: dealJson(earlierOf(history)) };
  await deals.replaceOne({ _id }, deal, { session });
  return { outcome: isLater ? 'kept' : 'stale', deal };
}

/** One registration is one contract, and so of one deal. */
async function takenNumber(
  deals: DealCollection,
  _id: string,
  { source, registrationNo }: ArrivingDeal,
  session: Session,
): Promise<Refused | undefined> {
  if (registrationNo === null) return undefined;
  const other = await deals.findOne({ source, registrationNo, _id: { $ne: _id } }, { session });
  return other
    ? refused('taken', `${registrationNo} is the registration number of the deal ${other.dealId}`)
    : undefined;
}

async function noRoom(
  deals: DealCollection,
  held: DealDocument | null,
  { source }: ArrivingDeal,
  session: Session,
): Promise<Refused | undefined> {
  if (held) return undefined;
  const { most } = LIMITS.dealsOfSource;
  const count = await deals.countDocuments({ source }, { session, limit: most });
  return count < most
    ? undefined
    : refused('over-limit', `there are ${most} deals of ${source}, and no more are kept`);
}

function earlierOf({ standing, registered, formerReceipts }: DealHistory): Omit<DealHistory, 'current'> {
  return { standing, registered, formerReceipts };
}

function tooMuch({ registered, formerReceipts }: DealHistory): Refused | undefined {
  const { numbersOfDeal, receiptsOfDeal } = LIMITS;
  if (registered.length > numbersOfDeal.most)
    return refused(
      'over-limit',
      `a deal has at most ${numbersOfDeal.most} registration numbers one after the other`,
    );
  if (formerReceipts.length > receiptsOfDeal.most)
    return refused('over-limit', `at most ${receiptsOfDeal.most} receipts of a deal can be taken back`);
  return undefined;
}
