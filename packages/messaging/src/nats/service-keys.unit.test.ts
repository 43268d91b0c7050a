import { ConfigurationError, Secret } from '@duixian/runtime';
import { describe, expect, it } from '@jest/globals';
import { keysForTests } from './keys-for-tests.ts';
import { newServiceKey, readServiceKeys } from './service-keys.ts';

const RIGHT = keysForTests('awards');

function read(content: unknown, service = 'awards') {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return readServiceKeys(service, { ENVIRONMENT: 'production', NATS_SERVICE_KEYS_FILE: new Secret(text) });
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

it('is taken with one key or two of each pair', () => {
  expect(read(RIGHT)).toEqual(RIGHT);
  const [first = ''] = RIGHT.reads['contracts'] ?? [];
  const renewed = { ...RIGHT, reads: { ...RIGHT.reads, contracts: [newServiceKey(), first] } };
  expect(read(renewed)).toEqual(renewed);
});

describe('is refused, each fault by its place and none by what stands there:', () => {
  const { contracts: _, ...lacking } = RIGHT.reads;
  it.each([
    ['no JSON', '{"service": "awards", "publishes": {"aw', 'NATS_SERVICE_KEYS_FILE: '],
    ['of another service', keysForTests('contracts'), 'service: "awards": it is the file of another service'],
    ['a pair is missing', { ...RIGHT, reads: lacking }, 'reads.contracts: one or two keys'],
    [
      'no keys of a pair',
      { ...RIGHT, reads: { ...RIGHT.reads, contracts: [] } },
      'reads.contracts: one or two keys',
    ],
    [
      'three keys',
      { ...RIGHT, publishes: { ...RIGHT.publishes, awards: Array(3).fill(newServiceKey()) } },
      'publishes.awards: one or two keys',
    ],
    [
      'a short key',
      { ...RIGHT, publishes: { ...RIGHT.publishes, awards: ['c2hvcnQ'] } },
      'publishes.awards.0: one or two keys of 32 bytes',
    ],
    [
      'a key with more behind it',
      { ...RIGHT, publishes: { ...RIGHT.publishes, awards: [`${newServiceKey()}=`] } },
      'publishes.awards.0: ',
    ],
    ['a service that is none', { ...RIGHT, reads: { ...RIGHT.reads, evil: [newServiceKey()] } }, 'evil'],
  ])('%s', (_name, content, fault) => {
    const reason = refusal(() => read(content));
    expect(reason).toContain(fault);
    for (const key of [...Object.values(RIGHT.reads), ...Object.values(RIGHT.publishes)].flat())
      expect(reason).not.toContain(key.slice(0, 8));
  });
});

it('is needed outside development, by who publishes or reads', () => {
  expect(refusal(() => readServiceKeys('contracts', { ENVIRONMENT: 'production' }))).toContain(
    'NATS_SERVICE_KEYS_FILE',
  );
  expect(readServiceKeys('contracts', { ENVIRONMENT: 'development' })).toBeUndefined();
  expect(readServiceKeys('something else', { ENVIRONMENT: 'production' })).toBeUndefined();
});
