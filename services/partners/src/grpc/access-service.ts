import { accessV1 } from '@duixian/proto';
import { type GrpcService, unary } from '@duixian/runtime';
import { defined, LIMITS } from '@duixian/values';
import { effectiveScopes, statusOf } from '../domain/key.ts';
import type { PersonTerms } from '../domain/person.ts';
import type { Collections } from '../store/collections.ts';
import { keyFrom } from '../store/unit-of-work.ts';
import { WIRE_PERSON_KIND } from './person-message.ts';
import { refuseIf } from './request-faults.ts';

/** The longest text of an address, IPv6 with a zone. */
const MOST_ADDRESS = 64;

/** Every gateway asks every second, so nothing is read if nothing has changed. */
export function accessService(collections: Collections): GrpcService {
  const implementation: accessV1.AccessServiceServer = {
    getAccess: unary(async ({ knownVersion }) => {
      const version = await versionOf(collections);
      if (version === knownVersion) return { version, isChanged: false, grants: [], sources: [], ended: [] };
      // The version is read first: what changes meanwhile is in the answer, and is answered again.
      return {
        ...{ version, isChanged: true },
        ...{ grants: await grantsOf(collections), sources: await sourcesOf(collections) },
        ended: await endedOf(collections),
      };
    }),
    reportUses: unary(async ({ uses }) => {
      const { most } = LIMITS.keyUsesReported;
      refuseIf([uses.length > most && `uses: at most ${most}`]);
      await keepUses(collections, uses);
      return {};
    }),
  };
  return { definition: accessV1.AccessServiceService, implementation };
}

async function versionOf({ registry }: Collections): Promise<bigint> {
  const { version } = defined(await registry.findOne({ _id: 'registry' }), 'it is made at the start');
  return BigInt(version);
}

/** Gateways judge by their own clock when a key ends; keys that have no scopes left are omitted. */
async function grantsOf({ keys, persons, clock }: Collections): Promise<accessV1.Grant[]> {
  const standing = new Map<string, PersonTerms>();
  for await (const { _id, standing: terms } of persons.find({ standing: { $ne: null } }))
    if (terms) standing.set(_id, terms);
  const grants: accessV1.Grant[] = [];
  for await (const document of keys.find({ revoked: null, isWaiting: false })) {
    const key = keyFrom(document);
    const person = standing.get(key.person);
    if (!person || statusOf(key, clock.now()) !== 'standing') continue;
    grants.push({
      ...{ key: key.id, keyName: key.name, person: key.person, kind: WIRE_PERSON_KIND[person.kind] },
      scopes: effectiveScopes(key, person),
      sha256: Buffer.from(key.sha256, 'hex'),
      expiresAt: key.expiresAt?.toISOString() ?? '',
      addresses: [...key.addresses],
    });
  }
  return grants;
}

/** Who comes with one of these is told so; of too many those that would have ended last. */
async function endedOf({ keys, clock }: Collections): Promise<accessV1.EndedKey[]> {
  const now = clock.now();
  const since = { $gte: new Date(now.getTime() - LIMITS.endedKeyMs.most) };
  const ended = { isWaiting: false, $or: [{ 'revoked.at': since }, { expiresAt: { ...since, $lte: now } }] };
  const found = await keys.find(ended).sort({ expiresAt: -1 }).limit(LIMITS.endedKeys.most).toArray();
  return found.map(({ _id, sha256, revoked, expiresAt }) => {
    const at = revoked?.at ?? expiresAt ?? now;
    return {
      key: _id,
      sha256: Buffer.from(sha256, 'hex'),
      isRevoked: revoked !== null,
      at: at.toISOString(),
    };
  });
}

/** Only what is later than what is known: gateways report in any order. */
async function keepUses({ keyUses }: Collections, uses: readonly accessV1.KeyUse[]): Promise<void> {
  const writes = uses.map(({ key, at, address }) => {
    const later = { at: new Date(at), address: address.slice(0, MOST_ADDRESS) };
    const isLater = { $lt: [{ $ifNull: ['$at', new Date(0)] }, later.at] };
    const update = [
      {
        $set: {
          at: { $cond: [isLater, later.at, '$at'] },
          address: { $cond: [isLater, later.address, '$address'] },
        },
      },
    ];
    return { updateOne: { filter: { _id: key }, update, upsert: true } };
  });
  if (writes.length > 0) await keyUses.bulkWrite(writes, { ordered: false });
}

async function sourcesOf({ sources }: Collections): Promise<accessV1.SourceVersion[]> {
  const confirmed = sources.find({ version: { $gt: 0 } }, { projection: { version: 1 } });
  const found: accessV1.SourceVersion[] = [];
  for await (const { _id, version } of confirmed) found.push({ uri: _id, version: BigInt(version) });
  return found;
}
