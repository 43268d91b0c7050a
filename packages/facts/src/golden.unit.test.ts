import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { factToCloudEvent } from './json.ts';
import { FACT_TYPE_NAMES } from './names.ts';
import { readItem } from './read-item.ts';
import { caseOf, decodeFact, encodeFact, type PublishedFact } from './wire.ts';

const GOLDEN = new URL('../../../proto/golden/', import.meta.url);

/** Messages as they were once published: everything in streams and stores must remain readable forever. */
const files = readdirSync(GOLDEN).filter((name) => name.startsWith('fact-'));

it('there is one for every type', () => {
  expect(files.sort()).toEqual(FACT_TYPE_NAMES.map((type) => `fact-${caseOf(type)}.json`).sort());
});

it.each(files)('%s is read and written as it was', (name) => {
  const { event, version, meteredFeeFen, base64 } = JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8'));
  const read = readItem(event, 0);
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const fee = meteredFeeFen === undefined ? {} : { meteredFeeFen: BigInt(meteredFeeFen) };
  const published = { ...read.fact, version: BigInt(version), ...fee } as PublishedFact;
  const bytes = Buffer.from(base64, 'base64');
  expect(decodeFact(bytes)).toEqual(published);
  expect(Buffer.from(encodeFact(published)).toString('base64')).toBe(base64);
  expect(factToCloudEvent(decodeFact(bytes))).toEqual(event);
});
