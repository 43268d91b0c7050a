import { defined, sha256Hex } from '@duixian/values';
import { parseDocument } from 'yaml';
import { compileEdition } from './compile-edition.ts';
import { editionFaults, type NamedEdition } from './edition-faults.ts';
import { ENGINES, newestOf } from './engines.ts';
import type { PackDocument, Readings } from './pack-document.ts';
import { packFaults } from './pack-faults.ts';
import type { Engine, Policy } from './policy.ts';

/** A pack or the choice of readings is wrong; `faults` lists everything that is wrong, each with its place. */
export class PolicyFault extends Error {
  override name = 'PolicyFault';
  readonly faults: readonly string[];

  constructor(title: string, faults: readonly string[]) {
    super([title, ...faults].join('\n  '));
    this.faults = faults;
  }
}

/** The whole text of a pack as written, and the name of its folder. */
export type PackText = { readonly name: string; readonly text: string };

type CheckedPack = { readonly name: string; readonly digest: string; readonly pack: PackDocument };

/** By digest: a pack without faults is not checked again, where one process starts many services. */
const checked = new Map<string, PackDocument>();

/** The policy that has these packs as its editions; throws a `PolicyFault` with every fault of packs and readings. */
export function policyOfPacks(
  texts: readonly PackText[],
  readings: Readings = {},
  engine: Engine = newestOf(ENGINES),
): Policy {
  return join(
    texts.map(({ name, text }) => {
      const digest = sha256Hex(text);
      const pack = checked.get(digest) ?? checkedPack(name, text);
      checked.set(digest, pack);
      return { name, digest, pack };
    }),
    readings,
    engine,
  );
}

/** The policy of one pack that has no faults. */
export function policyOf(pack: PackDocument, readings: Readings, digest: string): Policy {
  return join([{ name: pack.id, digest, pack }], readings, newestOf(ENGINES));
}

function checkedPack(name: string, text: string): PackDocument {
  const parsed = parseDocument(text);
  if (parsed.errors.length > 0) {
    throw new PolicyFault(
      `The pack ${name} is not YAML`,
      parsed.errors.map(({ message }) => message),
    );
  }
  const document: unknown = parsed.toJS();
  const faults = packFaults(document);
  if (faults.length > 0) throw new PolicyFault(`The pack ${name} is not right`, faults);
  return document as PackDocument;
}

function join(packs: readonly CheckedPack[], given: Readings, engine: Engine): Policy {
  const readings = chooseReadings(packs, given);
  const named = packs
    .map(({ name, digest, pack }): NamedEdition => {
      const own = Object.keys(pack.readings).map((id) => [id, defined(readings[id], 'it was chosen')]);
      return { name, pack, edition: compileEdition(pack, Object.fromEntries(own), digest) };
    })
    .sort((a, b) => (a.edition.inForceFrom < b.edition.inForceFrom ? -1 : 1));
  const faults = editionFaults(named);
  const latest = defined(named.at(-1), 'a policy has a pack').pack;
  if (faults.length > 0) throw new PolicyFault(`The packs of ${latest.id} do not fit together`, faults);
  const [first, ...others] = named.map(({ edition }) => edition);
  const editions = [defined(first, 'a policy has an edition'), ...others] as const;
  const { id, document, title } = latest;
  return { id, document, title, readings, packDigest: digestOf(editions), editions, engine };
}

/** A single pack keeps its own digest, which then identifies the policy. */
function digestOf(editions: Policy['editions']): string {
  const digests = editions.map(({ packDigest }) => packDigest);
  return digests.length === 1 ? editions[0].packDigest : sha256Hex(digests.join('\n'));
}

/** All readings of the packs in order: the given value, otherwise the first. */
function chooseReadings(packs: readonly CheckedPack[], given: Readings): Readings {
  const asked = new Map(packs.flatMap(({ pack }) => Object.entries(pack.readings)));
  const faults = Object.entries(given).flatMap(([id, value]) => {
    const values = asked.get(id)?.values;
    if (!values) return [`there is no reading ${id}; known: ${[...asked.keys()].join(', ')}`];
    return values.includes(value) ? [] : [`${id} must be one of ${values.join(', ')}, not ${value}`];
  });
  const ids = packs.map(({ pack }) => pack.id).at(-1);
  if (faults.length > 0) throw new PolicyFault(`The readings for ${ids} are not right`, faults);
  return Object.fromEntries([...asked].map(([id, { values }]) => [id, given[id] ?? values[0]]));
}
