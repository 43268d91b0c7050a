import { isCidr, networksOf } from '@duixian/values';
import { describe, expect, it } from '@jest/globals';
import { addressToConnect, urlMistake } from './addresses.ts';

describe('an address as it is written', () => {
  it.each([
    ['https://partner.example/hooks?of=duixian', true, true],
    ['https://partner.example:8443/hooks', true, true],
    ['http://partner.example/hooks', false, false],
    ['http://127.0.0.1:9000/hooks', false, true],
    ['http://localhost:9000/hooks', false, true],
    ['https://partner.example:22/hooks', false, false],
    ['https://user:pass@partner.example/', false, false],
    ['https://partner.example/#part', false, false],
    ['ftp://partner.example/', false, false],
    ['ftp://localhost/', false, false],
    ['not an address', false, false],
    [`https://partner.example/${'x'.repeat(500)}`, false, false],
  ])('%s is right: %p; in development: %p', (url, isRight, isRightInDevelopment) => {
    expect([false, true].map((isDevelopment) => urlMistake(url, isDevelopment) === undefined)).toEqual([
      isRight,
      isRightInDevelopment,
    ]);
  });
});

describe('an address to connect to', () => {
  const connect = (url: string, addresses: string[], cidrs: string[] = [], isDevelopment = false) =>
    addressToConnect(
      new URL(url),
      { ...{ allowed: networksOf(cidrs), isDevelopment }, resolve: async () => addresses },
      AbortSignal.timeout(1_000),
    );

  it.each<[string, string[]]>([
    ['https://169.254.169.254/', []],
    ['https://[::ffff:10.0.0.1]/', []],
    ['https://0x7f000001/', []],
    ['https://2130706433/', []],
    ['https://localhost/', ['127.0.0.1']],
    ['https://partner.example/', ['10.1.2.3']],
    ['https://partner.example/', ['1.1.1.1', '192.168.1.1']],
    ['https://partner.example/', ['fd00::1']],
    ['https://partner.example/', ['::']],
  ])('%s is refused where it is %p', async (url, addresses) => {
    await expect(connect(url, addresses)).rejects.toThrow('is not on the internet');
  });

  it('is not waited for where the name is not resolved', async () => {
    const rules = {
      allowed: networksOf([]),
      isDevelopment: false,
      resolve: () => new Promise<never>(() => {}),
    };
    const resolved = addressToConnect(new URL('https://partner.example/'), rules, AbortSignal.timeout(10));
    await expect(resolved).rejects.toThrow('not resolved in time');
  });

  it('is what the name means now', async () => {
    expect(await connect('https://partner.example/', ['1.1.1.1', '1.0.0.1'])).toBe('1.1.1.1');
    expect(await connect('https://[2606:4700::1111]/', [])).toBe('2606:4700::1111');
    await expect(connect('https://partner.example/', [])).rejects.toThrow('has no address');
  });

  it('may lie in a network that is allowed, and in development on this machine', async () => {
    expect(await connect('https://partner.example/', ['10.1.2.3'], ['10.1.0.0/16'])).toBe('10.1.2.3');
    await expect(connect('https://partner.example/', ['10.2.2.3'], ['10.1.0.0/16'])).rejects.toThrow();
    expect(await connect('http://localhost:9000/', ['::1'], [], true)).toBe('::1');
    await expect(connect('http://partner.example/', ['127.0.0.1'], [], true)).rejects.toThrow();
  });
});

it.each([
  ['10.0.0.0/8', true],
  ['fd00::/8', true],
  ['10.0.0.0', false],
  ['10.0.0.0/33', false],
  ['name/8', false],
])('%s is a network: %p', (text, expected) => {
  expect(isCidr(text)).toBe(expected);
});
