import type { disbursementV1 } from '@duixian/proto';
import { RpcError, rpcStatus } from '@duixian/runtime';
import type { Collections } from '../store/collections.ts';
import { orderMessage } from './order-message.ts';

export async function getOrder({ orders }: Collections, id: string): Promise<disbursementV1.Order> {
  const order = await orders.findOne({ _id: id });
  if (!order) throw noSuchOrder(id);
  return orderMessage(order);
}

export function noSuchOrder(id: string): RpcError {
  return new RpcError(rpcStatus.NOT_FOUND, `no order "${id}"`);
}
