import { readFileSync } from 'node:fs';
import * as api from '@duixian/api';
import { disbursementV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { orderJson } from './orders.ts';

const TREASURY = { read: false, treasury: true };
const OFFICER = { read: true, treasury: false };
const golden = JSON.parse(
  readFileSync(new URL('../../../proto/golden/order-issued.json', import.meta.url), 'utf8'),
);
const { order } = disbursementV1.OrderChanged.decode(Buffer.from(golden.base64, 'base64'));

it('a treasury pulls the shape that it is sent', () => {
  if (!order) throw new Error('the message has an order');
  expect(orderJson(order, TREASURY)).toEqual(golden.json);
  expect(api.orderSchema.parse(golden.json)).toEqual(golden.json);
  expect(orderJson(order, OFFICER)).toEqual({ ...golden.json, payeeAccountNo: '…1234' });
});

it('an order that is paid by file says so', () => {
  if (!order) throw new Error('the message has an order');
  const sent = disbursementV1.Order.encode({ ...order, paidByFile: true }).finish();
  const filed = orderJson(disbursementV1.Order.decode(sent), TREASURY);
  expect(filed).toEqual({ ...golden.json, paidBy: 'file' });
  expect(api.orderSchema.parse(filed)).toEqual(filed);
});
