import { status } from '@grpc/grpc-js';

/** A refusal of a call, returned to the caller as a gRPC status. */
export class RpcError extends Error {
  override name = 'RpcError';
  readonly code: status;
  constructor(code: status, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export { status as rpcStatus };
