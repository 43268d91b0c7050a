import { randomBytes } from 'node:crypto';
import { Secret } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { isSecretsKey, newWebhookSecret, SecretBox } from './secret-box.ts';

const key = () => new Secret(randomBytes(32).toString('base64url'));

it('opens what it sealed, for the same endpoint and with the same key alone', () => {
  const box = new SecretBox(key());
  const secret = newWebhookSecret();
  const sealed = box.seal(secret, 'ep_1');
  expect(sealed.includes(secret.slice(6))).toBe(false);
  expect(box.open(sealed, 'ep_1')).toBe(secret);
  expect(() => box.open(sealed, 'ep_2')).toThrow();
  expect(() => new SecretBox(key()).open(sealed, 'ep_1')).toThrow();
  expect(box.seal(secret, 'ep_1')).not.toEqual(sealed);
});

it('knows a key by its 32 bytes', () => {
  expect([key().reveal(), 'x', randomBytes(31).toString('base64url')].map(isSecretsKey)).toEqual([
    true,
    false,
    false,
  ]);
});
