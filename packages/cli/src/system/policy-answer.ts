import { Problem } from '@duixian/local/folder';
import { ENGINES, type Policy, policyOfPacks } from '@duixian/policy';
import type { PolicyAnswer } from './answers.ts';
import type { SystemClient } from './system-client.ts';

export function askPolicy(client: SystemClient): Promise<PolicyAnswer> {
  return client.get('/v1/policy');
}

/**
 * The policy of the system, to compute with in this command: from the packs that the system stores, not from local
 * ones.
 */
export async function policyInForce(client: SystemClient): Promise<Policy> {
  const { packs, readings, engineVersion } = (await askPolicy(client)).inForce;
  const engine = ENGINES.find(({ version }) => version === engineVersion);
  if (!engine)
    throw new Problem(
      `The system computes with engine ${engineVersion}, which this command does not have. Use the command of its release.`,
    );
  return policyOfPacks(packs, readings, engine);
}

/** The policy in force, in words. */
export function inForceInWords({
  policy,
  inForce: { packs, readings, engineVersion, digest },
}: PolicyAnswer): string[] {
  return [
    `In force is ${policy} (现行政策), engine ${engineVersion}, digest ${digest}.`,
    ...packs.map(
      ({ name, inForceFrom, inForceUntil }) =>
        `Pack ${name}: claims dated from ${inForceFrom}${inForceUntil ? ` until ${inForceUntil}, that day not included` : ' on'}.`,
    ),
    `Readings: ${Object.entries(readings)
      .map(([id, value]) => `${id}=${value}`)
      .join(', ')}.`,
  ];
}

/** The offered policy in words; nothing where there is none. */
export function offerInWords({ policy, inForce, offered }: PolicyAnswer): string[] {
  if (!offered) return [];
  const changed = [
    ...(offered.engineVersion === inForce.engineVersion
      ? []
      : [`engine ${offered.engineVersion} instead of ${inForce.engineVersion}`]),
    ...Object.entries(offered.readings).flatMap(([id, value]) =>
      inForce.readings[id] === value ? [] : [`${id}=${value} instead of ${inForce.readings[id] ?? 'none'}`],
    ),
    ...offered.packs.flatMap(({ name, text, inForceFrom, inForceUntil }) =>
      inForce.packs.some((other) => other.name === name && other.text === text)
        ? []
        : [`pack ${name} from ${inForceFrom}${inForceUntil ? ` until ${inForceUntil}` : ''}`],
    ),
    ...inForce.packs.flatMap(({ name }) =>
      offered.packs.some((other) => other.name === name) ? [] : [`no pack ${name}`],
    ),
  ];
  return [
    `Another form of ${policy} lies there than is in force: ${changed.join('; ')}.`,
    'It is an offer (政策变更待生效) and changes nothing: claims are made by what is stored as in force.',
  ];
}
