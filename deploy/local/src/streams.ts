import type { Operator, StreamState } from '@duixian/messaging/nats-operator';
import { operatorSeed } from './credentials.ts';
import type { DataFolder } from './data-folder.ts';
import { EXIT_CODES, Problem } from './problem.ts';
import { readSystemState } from './system-state.ts';

export type { Operator, StreamState };

/** The address of a local system's NATS, and the seed with which its streams may be changed. */
export function localOperator(folder: DataFolder): Operator {
  const port = readSystemState(folder)?.ports['nats'];
  if (port === undefined)
    throw new Problem(`No system was ever started in ${folder.path}.`, { exitCode: EXIT_CODES.noAnswer });
  return { servers: `nats://127.0.0.1:${port}`, seed: operatorSeed(folder) };
}

/** Brings the streams to what this release declares, or with `plan` only looks. */
export async function migrateStreams(
  operator: Operator,
  options: { readonly plan: boolean; readonly replicas?: number },
): Promise<StreamState[]> {
  // Loaded only here: every other command starts without a NATS client.
  const nats = await import('@duixian/messaging/nats-operator');
  try {
    return await nats.migrateStreams(operator, options);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new Problem(
      `The streams at ${operator.servers} cannot be looked at or changed: ${because}. Wanted are a NATS that answers, and a user with the rights of the operator (packages/messaging/src/nats/rights.ts).`,
      { exitCode: EXIT_CODES.noAnswer },
    );
  }
}
