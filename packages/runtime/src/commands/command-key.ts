import { AsyncLocalStorage } from 'node:async_hooks';
import { LIMITS } from '@duixian/values';
import { Metadata } from '@grpc/grpc-js';
import { RpcError, rpcStatus } from '../rpc-error.ts';

/** What a caller names a command by, and the hash of what it asks for. */
export type CommandKey = {
  /** `<credential>/<Idempotency-Key>`, so that the keys of two callers never meet. */
  readonly key: string;
  /** SHA-256 of the request and of who sends it, as 64 hexadecimal digits. */
  readonly hash: string;
};

const KEY = 'idempotency-key';
const HASH = 'idempotency-hash';
const IS_KEY = new RegExp(`^[0-9A-Za-z_-]{1,64}/[!-~]{1,${LIMITS.idempotencyKey.most}}$`);
const IS_HASH = /^[0-9a-f]{64}$/;

const sending = new AsyncLocalStorage<CommandKey>();

/** Every call over gRPC that is made during the work carries the key. Only commands look at it. */
export function sendingKey<Result>(key: CommandKey, work: () => Result): Result {
  return sending.run(key, work);
}

/** The metadata of a call to a service. */
export function callMetadata(): Metadata {
  const metadata = new Metadata();
  const given = sending.getStore();
  if (!given) return metadata;
  metadata.set(KEY, given.key);
  metadata.set(HASH, given.hash);
  return metadata;
}

/** As it was sent; undefined where the caller gave none. A caller in the same process sends no metadata at all. */
export function commandKeyIn(metadata: Metadata | undefined): CommandKey | undefined {
  const [key = '', hash = ''] = [KEY, HASH].map((name) => metadata?.get(name)[0]?.toString());
  return key === '' && hash === '' ? undefined : { key, hash };
}

export function mustBeSound({ key, hash }: CommandKey): void {
  if (IS_KEY.test(key) && IS_HASH.test(hash)) return;
  throw new RpcError(rpcStatus.INVALID_ARGUMENT, `${KEY} and ${HASH}: a scoped key and a SHA-256`);
}
