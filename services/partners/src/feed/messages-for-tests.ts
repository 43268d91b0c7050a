import { disbursementV1, entitlementsV1 } from '@duixian/proto';
import type { ServiceParts } from '@duixian/service';

export const ENTITY = '91410100170051134L';

const NOTHING = new Uint8Array();

/** An order as disbursement publishes it. */
export function orderMessage(
  id: string,
  revision: number,
  changed: Partial<disbursementV1.Order> = {},
): disbursementV1.Order {
  return {
    ...disbursementV1.Order.decode(NOTHING),
    ...{ id, revision: BigInt(revision), entity: ENTITY, payeeUscc: ENTITY, amountFen: 100n },
    ...{ state: 'ORDER_STATE_ISSUED', updatedAt: '2026-03-02T07:00:00Z' },
    ...{ payeeAccountNo: '6222021702000001234', cursor: '1', ...changed },
  };
}

/** Awards continues above an epoch, and so beyond exact numbers. */
const EPOCH = 1n << 60n;

/** What an entity is due, as awards publishes it. */
export function entitlementsMessage(
  version: number,
  entitledFen: bigint,
  members: string[] = [],
): entitlementsV1.EntitlementsChanged {
  const account = { ...entitlementsV1.AccountState.decode(NOTHING), year: 2019, group: 'international' };
  const state = { ...entitlementsV1.EntityState.decode(NOTHING), entity: ENTITY, name: '示例' };
  const accounts = [{ ...account, version: EPOCH + BigInt(version), entitledFen }];
  return { entities: [{ ...state, entityVersion: EPOCH, members, accounts }] };
}

/** As a consumer of a process takes messages. */
export async function consumedBy(service: ServiceParts, name: string, ...messages: readonly unknown[]) {
  const consumer = service.consumers?.find((one) => one.name === name);
  return consumer?.handle(messages.map((message) => ({ message, about: '' })));
}
