import type { FactTypeName } from '@duixian/facts';
import { Problem } from '@duixian/local/folder';
import { isUscc } from '@duixian/values';
import { factTypeOf } from './fact-type.ts';
import type { SystemClient } from './system-client.ts';

type FactKey = { readonly type: ListedType; readonly subject: string };

/** A fact as its register holds it, and the USCCs that it concerns. */
export type FoundFact = FactKey & {
  readonly source: string;
  readonly revision: number;
  readonly usccs: readonly string[];
};

const PATHS = {
  'duixian.recognition.v1': '/v1/recognitions',
  'duixian.sanction.v1': '/v1/sanctions',
  'duixian.contract.v1': '/v1/contracts',
  'duixian.receipt.v1': '/v1/receipts',
  'duixian.instrument.v1': '/v1/instruments',
  'duixian.usage.v1': '/v1/usage-records',
  'duixian.invoice.v1': '/v1/invoices',
  'duixian.decision.v1': '/v1/decisions',
} as const;

type ListedType = keyof typeof PATHS;

/** The path of the records of each type. */
export function pathOfType(type: FactTypeName): '/v1/institutions' | (typeof PATHS)[ListedType] {
  return type === 'duixian.party.v1' ? '/v1/institutions' : PATHS[type];
}

/** "contract" → "duixian.contract.v1" */
export function fullType(name: string): ListedType {
  const type = factTypeOf(name);
  if (type !== undefined && type !== 'duixian.party.v1') return type;
  const known = Object.keys(PATHS).map((full) => full.split('.')[1]);
  throw new Problem(`${name} is not a type of fact that makes claims. Give one of ${known.join(', ')}.`);
}

export async function findFact(client: SystemClient, key: FactKey): Promise<FoundFact> {
  const found = await findKnown(client, key);
  if (!found) throw new Problem(`There is no ${key.type} ${key.subject}.`);
  return found;
}

async function findKnown(client: SystemClient, { type, subject }: FactKey): Promise<FoundFact | undefined> {
  const found = await client.find(`${PATHS[type]}/{id}`, { path: { id: subject } });
  if (!found) return undefined;
  const { revision, data } = found.current;
  const own = usccsIn(data);
  const named = [...own, ...(await usccsBehind(client, type, data))];
  return { type, subject, source: found.source, revision, usccs: [...new Set(named)] };
}

/** A receipt concerns the parties of its contract, a decision those of the fact that it decides. */
async function usccsBehind(
  client: SystemClient,
  type: ListedType,
  data: Record<string, unknown>,
): Promise<readonly string[]> {
  const behind = factBehind(type, data);
  return (behind && (await findKnown(client, behind))?.usccs) ?? [];
}

function factBehind(type: ListedType, data: Record<string, unknown>): FactKey | undefined {
  if (type === 'duixian.receipt.v1')
    return { type: 'duixian.contract.v1', subject: String(data['registrationNo']) };
  if (type !== 'duixian.decision.v1') return undefined;
  const { fact } = (data['scope'] ?? {}) as { fact?: FactKey };
  return fact;
}

function usccsIn(value: unknown): string[] {
  if (typeof value === 'string') return isUscc(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(usccsIn) : [];
}
