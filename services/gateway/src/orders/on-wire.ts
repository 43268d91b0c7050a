import type * as api from '@duixian/api';
import type { disbursementV1 } from '@duixian/proto';

export function stateOnWire(state: (typeof api.ORDER_STATES)[number]): disbursementV1.OrderState {
  return `ORDER_STATE_${state.toUpperCase().replaceAll('-', '_')}` as disbursementV1.OrderState;
}

export function waitsOnWire(waits: (typeof api.ORDER_WAITS)[number]): disbursementV1.OrderWaits {
  return `ORDER_WAITS_${waits.toUpperCase()}` as disbursementV1.OrderWaits;
}
