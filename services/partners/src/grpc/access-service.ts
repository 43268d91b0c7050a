import { accessV1 } from '@duixian/proto';
import { type GrpcService, unary } from '@duixian/runtime';
import { defined } from '@duixian/values';
import { effectiveScopes, statusOf } from '../domain/key.ts';
import type { PersonTerms } from '../domain/person.ts';
import type { Collections } from '../store/collections.ts';
import { keyFrom } from '../store/unit-of-work.ts';
import { WIRE_PERSON_KIND } from './person-message.ts';

/** Every gateway asks every second, so nothing is read if nothing has changed. */
export function accessService(collections: Collections): GrpcService {
  const implementation: accessV1.AccessServiceServer = {
    getAccess: unary(async ({ knownVersion }) => {
      const version = await versionOf(collections);
      if (version === knownVersion) return { version, isChanged: false, grants: [], sources: [] };
      // The version is read first: what changes meanwhile is in the answer, and is answered again.
      return {
        ...{ version, isChanged: true },
        ...{ grants: await grantsOf(collections), sources: await sourcesOf(collections) },
      };
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
    });
  }
  return grants;
}

async function sourcesOf({ sources }: Collections): Promise<accessV1.SourceVersion[]> {
  const confirmed = sources.find({ version: { $gt: 0 } }, { projection: { version: 1 } });
  const found: accessV1.SourceVersion[] = [];
  for await (const { _id, version } of confirmed) found.push({ uri: _id, version: BigInt(version) });
  return found;
}
