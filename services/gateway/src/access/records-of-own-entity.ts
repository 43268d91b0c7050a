import type { FactTypeName } from '@duixian/facts';
import { rpcStatus } from '@duixian/runtime';
import { Problem } from '../http/problem.ts';
import { type RecordJson, recordJson } from '../records/json.ts';
import type { Services } from '../services.ts';
import type { Key } from './key.ts';
import { mustBeReadable } from './own-entity.ts';
import { usccsIn } from './usccs-in.ts';

/**
 * Throws a Problem unless the key reads everything or the record names its entity. For a receipt, its contract is
 * checked.
 */
export async function mustNameOwnEntity(
  key: Key,
  { type, current }: RecordJson,
  services: Services,
): Promise<void> {
  if (key.read) return;
  const data =
    type === 'duixian.receipt.v1'
      ? await contractData(current.data['registrationNo'], services)
      : current.data;
  await mustBeReadable(key, usccsIn(data), services);
}

/** Throws a Problem unless the key reads everything or every record of the list names its entity. */
export async function mustListOwnEntity(
  key: Key,
  type: FactTypeName,
  about: string | undefined,
  services: Services,
): Promise<void> {
  if (key.read) return;
  if (about === undefined) {
    throw new Problem(
      'out-of-scope',
      'This key reads only records that name its own entity; give its USCC as about.',
    );
  }
  const usccs = type === 'duixian.receipt.v1' ? usccsIn(await contractData(about, services)) : [about];
  await mustBeReadable(key, usccs, services);
}

/** The data of a contract; undefined where the contract is not recorded (yet), and then it names nobody. */
async function contractData(registrationNo: unknown, { registers }: Services): Promise<unknown> {
  const key = { type: 'duixian.contract.v1', subject: String(registrationNo) };
  const request = { ...key, historyAfter: 0n, historyLimit: 1 };
  const answer = await registers.contracts.getThing(request).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === rpcStatus.NOT_FOUND) return undefined;
    throw error;
  });
  return answer && recordJson(answer.thing).current.data;
}
