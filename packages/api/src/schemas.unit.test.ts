import { FACT_TYPE_NAMES, factToCloudEvent, isFactTypeName, readItem } from '@duixian/facts';
import { randomFacts } from '@duixian/testing';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { exampleOf, jsonSchemaOf } from './schemas.ts';

const ajv = new Ajv2020({ strict: true, allErrors: true });
(addFormats as unknown as (to: Ajv2020) => void)(ajv);
const VALIDATORS = new Map(FACT_TYPE_NAMES.map((type) => [type, ajv.compile(jsonSchemaOf(type))]));

/** What a schema says against an event; empty where it is taken. */
function against(type: string, event: object): string[] {
  const validate = isFactTypeName(type) ? VALIDATORS.get(type) : undefined;
  if (validate === undefined) throw new Error(`${type} has no schema`);
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const CONTRACT = exampleOf('duixian.contract.v1');
const withData = (change: object) => ({ ...CONTRACT, data: { ...CONTRACT.data, ...change } });

describe('the schema of a type', () => {
  it.each(FACT_TYPE_NAMES)('%s has an example that a register takes, and names its draft', (type) => {
    const read = readItem(exampleOf(type), 1_000);
    expect('faults' in read ? read.faults : []).toEqual([]);
    expect(against(type, exampleOf(type))).toEqual([]);
    expect(jsonSchemaOf(type)).toMatchObject({
      $id: `urn:duixian:schema:${type}`,
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.stringMatching(/\p{Script=Han}/u),
    });
  });

  it('takes whatever a register takes', () => {
    const seen = new Set<string>();
    for (const fact of randomFacts(11, 1_000)) {
      seen.add(fact.type);
      expect(against(fact.type, factToCloudEvent(fact))).toEqual([]);
    }
    expect(seen.size).toBe(FACT_TYPE_NAMES.length);
  });

  it.each<[string, object, RegExp]>([
    ['an amount in yuan', withData({ totalAmountFen: 0.5 }), /totalAmountFen must be integer/],
    ['an amount that is too large', withData({ totalAmountFen: 1e13 }), /totalAmountFen must be <= 99/],
    ['a text for an amount', withData({ totalAmountFen: '5' }), /totalAmountFen must be integer/],
    ['a day that is none', withData({ signedOn: '2019-02-29' }), /signedOn must match format "date"/],
    [
      'a code with the letter O',
      withData({ seller: seller('91410100EXAMPLEO32') }),
      /seller\/uscc must match/,
    ],
    ['a field too many', withData({ price: 1 }), /must NOT have additional properties/],
    ['a time in words', { ...CONTRACT, time: 'yesterday' }, /time must match format "date-time"/],
    ['no revision', withData({ revision: 0 }), /revision must be >= 1/],
  ])('refuses %s, which a register refuses too', (_, event, message) => {
    expect(against('duixian.contract.v1', event).join('\n')).toMatch(message);
    expect(readItem(event, 1_000)).toHaveProperty('faults');
  });
});

function seller(uscc: string): object {
  return { ...(CONTRACT.data as { seller: object }).seller, uscc };
}
