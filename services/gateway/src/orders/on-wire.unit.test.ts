import { orderJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { disbursementV1 } from '@duixian/proto';
import { expect, it } from '@jest/globals';
import { stateOnWire } from './on-wire.ts';

const order = disbursementV1.Order.decode(new Uint8Array());

it.each(api.ORDER_STATES)('the state %s goes to the wire and comes back', (state) => {
  const answer = orderJson({ ...order, state: stateOnWire(state) }, { read: true, treasury: false });
  expect(answer.state).toBe(state);
  expect(disbursementV1.orderStateFromJSON(stateOnWire(state))).toBe(stateOnWire(state));
});
