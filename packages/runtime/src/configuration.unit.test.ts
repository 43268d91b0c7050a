import { describe, expect, it } from '@jest/globals';
import { natsVariables, readConfiguration } from './configuration.ts';
import { environmentVariable, mustBeEncrypted } from './encryption.ts';

const LOCAL = {
  ENVIRONMENT: 'production',
  MONGO_URL: 'mongodb://127.0.0.1:27017/?replicaSet=rs0',
  NATS_URL: 'nats://127.0.0.1:4222',
  TREASURY_URL: 'http://localhost:8080/orders',
} as const;

describe('what leaves this machine', () => {
  it.each([
    [{}],
    [{ MONGO_URL: 'mongodb://u:p@[::1]:27017,localhost:27018/db' }],
    [{ MONGO_URL: 'mongodb://a:1,b:2/?replicaSet=rs0&tls=true' }],
    [{ MONGO_URL: 'mongodb://a/?SSL=true' }],
    [{ MONGO_URL: 'mongodb+srv://cluster.example' }],
    [{ NATS_URL: 'tls://a:4222,tls://b:4222' }],
    [{ NATS_URL: 'nats://[::1]:4222,nats://localhost:4222' }],
    [{ TREASURY_URL: 'https://treasury.example/orders' }],
    [{ TREASURY_URL: 'http://[::1]:8080' }],
  ])('is encrypted: %j', (given) => {
    expect(() => mustBeEncrypted({ ...LOCAL, ...given })).not.toThrow();
  });

  it.each([
    [{ MONGO_URL: 'mongodb://mongo:27017/?replicaSet=rs0' }, 'MONGO_URL: mongo:27017 is not'],
    [{ MONGO_URL: 'mongodb://127.0.0.1:1,b:2/?replicaSet=rs0' }, 'MONGO_URL: b:2 is not'],
    [{ MONGO_URL: 'mongodb://127.0.0.1@far:1' }, 'MONGO_URL: far:1 is not'],
    [{ MONGO_URL: 'mongodb://a/?tls=false' }, 'tls=true'],
    [{ MONGO_URL: 'mongodb+srv://a/?tls=false' }, 'tls=true'],
    [{ MONGO_URL: 'mongodb://a/?tls=true&ssl=false' }, 'tls=true'],
    [{ MONGO_URL: 'mongodb://a/?tls=true&tlsInsecure=true' }, 'without tlsinsecure'],
    [{ MONGO_URL: 'mongodb://127.0.0.1.example:1/' }, '127.0.0.1.example'],
    [{ NATS_URL: 'nats://127.0.0.1:1,nats://nats:4222' }, 'NATS_URL: nats is not'],
    [{ NATS_URL: 'nats://127.0.0.1@far:1' }, 'NATS_URL: far is not'],
    [{ TREASURY_URL: 'http://anywhere/orders' }, 'TREASURY_URL: anywhere is not'],
  ])('is refused in the clear: %j', (given, fault) => {
    expect(() => mustBeEncrypted({ ...LOCAL, ...given })).toThrow(fault);
    expect(() => mustBeEncrypted({ ...LOCAL, ...given, ENVIRONMENT: 'development' })).not.toThrow();
  });

  it('names everything at once, and no secret', () => {
    const given = { MONGO_URL: 'mongodb://u:hush@a/', NATS_URL: 'nats://u:hush@b:1' };
    const refuse = () => mustBeEncrypted({ ...LOCAL, ...given });
    expect(refuse).toThrow(/MONGO_URL: a is[\s\S]*NATS_URL: b is/);
    expect(refuse).not.toThrow(/hush/);
  });

  it('is decided for production where nobody says otherwise', () => {
    expect(readConfiguration(environmentVariable, {})).toEqual({ ENVIRONMENT: 'production' });
    expect(() => readConfiguration(environmentVariable, { ENVIRONMENT: 'test' })).toThrow('production or');
  });
});

describe('the servers of NATS', () => {
  const read = (list: string) => readConfiguration(natsVariables, { NATS_URL: list }).NATS_URL;

  it.each(['nats://a:1', 'nats://a:1,nats://b:2', 'tls://a:1,tls://b:2'])('are a list: %s', (list) => {
    expect(read(list)).toBe(list);
  });

  it.each(['nats://a:1,b:2', 'nats://a:1,', 'nats://a:1, nats://b:2', 'http://a:1', 'nats://a:1,tls://b:2'])(
    'are no list: %s',
    (list) => {
      expect(() => read(list)).toThrow(/NATS_URL: (nats:\/\/ or tls|all servers)/);
    },
  );
});
