import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sha256Hex } from '@duixian/values';
import type { Readings } from '../pack-document.ts';
import type { Policy } from '../policy.ts';
import { type PackText, PolicyFault, policyOfPacks } from '../policy-of-packs.ts';
import { type CaseFolder, PARTIES_FILE, readCasesIn } from './case-file.ts';
import { differences } from './check-case.ts';

/** By digest: cases that were found right are not run again, where one process starts many services. */
const right = new Set<string>();

/** Throws a `PolicyFault` that names what is missing, or what differs from the expectations of its cases. */
export function mustHaveCases(path: string, pack: PackText): void {
  const digest = sha256Hex(`${path}\n${pack.text}`);
  if (right.has(digest)) return;
  const missing = missingFiles(path);
  if (missing.length > 0) throw new PolicyFault(`The pack ${pack.name} has no worked cases`, missing);
  const policy = policyOfPacks([pack]);
  const { cases, parties } = readFolder(path, policy.id);
  const unworked = policy.editions[0].provisions.filter(
    ({ id }) =>
      !cases.some(({ expected }) =>
        expected.some(({ claims }) => Object.keys(claims).some((key) => key.startsWith(`${id} `))),
      ),
  );
  if (unworked.length > 0)
    throw new PolicyFault(
      `The worked cases of ${pack.name} are not all there`,
      unworked.map(({ id }) => `no case claims anything under ${id}: add one to ${join(path, 'cases')}`),
    );
  const under = policiesUnder(pack);
  const wrong = cases.flatMap((each) => differences(each, parties, under));
  if (wrong.length > 0) throw new PolicyFault(`${pack.name} does not give what its worked cases say`, wrong);
  right.add(digest);
}

function policiesUnder(pack: PackText): (readings: Readings) => Policy {
  const known = new Map<string, Policy>();
  return (readings) => {
    const key = JSON.stringify(readings);
    const policy = known.get(key) ?? policyOfPacks([pack], readings);
    known.set(key, policy);
    return policy;
  };
}

function missingFiles(path: string): string[] {
  const folder = join(path, 'cases');
  if (!existsSync(folder))
    return [`${folder} is missing: at least one worked case per provision, and ${PARTIES_FILE}`];
  const parties = join(folder, PARTIES_FILE);
  return existsSync(parties) ? [] : [`${parties} is missing: the parties of the cases with their codes`];
}

function readFolder(path: string, id: string): CaseFolder {
  try {
    return readCasesIn(pathToFileURL(join(path, 'cases/')), id);
  } catch (error) {
    throw new PolicyFault(`The worked cases of ${id} cannot be read`, [(error as Error).message]);
  }
}
