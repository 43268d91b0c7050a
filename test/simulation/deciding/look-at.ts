import type { decisionsV1, foretellingV1 } from '@duixian/proto';
import type { Fen } from '@duixian/values';
import type { Service } from '../programs.ts';
import type { SimulatedProcess } from '../surroundings/process.ts';
import type { World } from '../world.ts';

/** A preview that somebody looked at. */
export interface Shown {
  readonly digest: string;
  /** What it is a preview of: the same content is equal, whoever proposes it. */
  readonly of: string;
  /** The number of the proposal that waited; 0: a draft. */
  readonly number: number;
  /** What would be ordered at once, by account. */
  readonly orders: ReadonlyMap<string, Fen>;
  readonly at: number;
}

/**
 * As a gateway makes one: awards computes what changes, disbursement what follows from it, and awards keeps
 * what was shown.
 */
export async function lookAt(
  world: World,
  of: NonNullable<decisionsV1.PreviewDecisionRequest['of']>,
): Promise<Shown> {
  const written = new Set<string>();
  const previewed = await world.acting(written, () =>
    reach(world, 'awards').ask<decisionsV1.PreviewDecisionResponse>('previewDecision', { of }),
  );
  const { key, states, id, dataJson, number } = previewed;
  const { accounts } = await world.acting(written, () =>
    reach(world, 'disbursement').ask<foretellingV1.ForetellOrdersResponse>('foretellOrders', { states }),
  );
  if (written.size > 0) world.wrong.push(`a preview of ${id} changed ${[...written].join(', ')}`);
  const orders = accounts
    .filter(({ unattendedFen }) => unattendedFen > 0n)
    .map(({ entity, year, group, unattendedFen: fen }) => ({ entity, year, group, fen }));
  const sealing: decisionsV1.SealPreviewRequest = { key, orders, waiting: '' };
  const { digest } = await reach(world, 'awards').ask<decisionsV1.SealPreviewResponse>(
    'sealPreview',
    sealing,
  );
  return {
    ...{ digest, number: Number(number), at: world.now },
    of: contentOf(of.$case === 'waiting' ? id : of.value.id, dataJson),
    orders: new Map(orders.map(({ entity, year, group, fen }) => [`${entity} ${year} ${group}`, fen])),
  };
}

/** A new decision has no id of its own yet. */
export function contentOf(id: string, dataJson: string): string {
  const { revision } = JSON.parse(dataJson) as { revision: number };
  return `${revision === 1 ? '' : id} ${dataJson}`;
}

/**
 * How much more is ordered at once than was shown, account by account: what one account gets less offsets no
 * other.
 */
export function grownFen(shown: Shown, now: Shown): Fen {
  let grown = 0n;
  for (const [account, fen] of now.orders) {
    const before = shown.orders.get(account) ?? 0n;
    if (fen > before) grown += fen - before;
  }
  return grown;
}

export function reach(world: World, service: Service): SimulatedProcess {
  const process = world.processOf(service);
  if (!process) throw new NobodyThere(`no process of ${service} is up`);
  return process;
}

class NobodyThere extends Error {
  override name = 'NobodyThere';
}
