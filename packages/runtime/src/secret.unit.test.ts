import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfiguration, tlsOf } from './configuration.ts';
import { Secret, secretFile } from './secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'duixian-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a secret', () => {
  it('says what it is to nobody who does not ask for it', () => {
    const secret = new Secret('hush');
    expect([`${secret}`, JSON.stringify({ secret }), inspect({ secret })].join()).not.toContain('hush');
    expect(secret.reveal()).toBe('hush');
  });

  it('comes from a file; what is wrong with it is told without it', () => {
    const shape = { PASSWORD_FILE: secretFile('a long password', (text) => text.length > 5) };
    const right = readConfiguration(shape, { PASSWORD_FILE: file('right', 'long enough\n') });
    expect(right.PASSWORD_FILE.reveal()).toBe('long enough');
    const path = file('wrong', 'abc');
    expect(() => readConfiguration(shape, { PASSWORD_FILE: path })).toThrow(
      `PASSWORD_FILE: the path of a file that holds a long password; ${path} does not hold a long password`,
    );
    expect(() => readConfiguration(shape, { PASSWORD_FILE: '/nowhere' })).toThrow('/nowhere cannot be read');
  });
});

describe('certificates', () => {
  const pem = new Secret('-----BEGIN CERTIFICATE-----');

  it('are needed beyond this machine, and everywhere outside development', () => {
    const development = { ENVIRONMENT: 'development' } as const;
    expect(tlsOf(development, ['127.0.0.1:50051', '[::1]:1', 'localhost:2'])).toBeUndefined();
    expect(() => tlsOf(development, ['0.0.0.0:50051'])).toThrow('0.0.0.0:50051 is not on this machine');
    expect(() => tlsOf({ ENVIRONMENT: 'production' }, ['127.0.0.1:50051'])).toThrow(
      'services answer callers without a certificate only in development (ENVIRONMENT=development)',
    );
  });

  it('are given together', () => {
    const ENVIRONMENT = 'production' as const;
    const all = { ENVIRONMENT, GRPC_TLS_CERT_FILE: pem, GRPC_TLS_KEY_FILE: pem, GRPC_TLS_CA_FILE: pem };
    expect(tlsOf(all, ['awards:50051'])).toEqual({ certificate: pem, key: pem, authority: pem });
    expect(() => tlsOf({ ENVIRONMENT, GRPC_TLS_KEY_FILE: pem }, ['127.0.0.1:1'])).toThrow(
      'one of them is given',
    );
  });
});
