import { readConfiguration, sharedVariables } from '@duixian/runtime';
import { expect, it } from '@jest/globals';
import { gatewayVariables, trustedProxiesOf } from './configuration.ts';

const ADDRESS = '127.0.0.1:50051';
const GIVEN = {
  ...{ INSTITUTIONS_ADDRESS: ADDRESS, CONTRACTS_ADDRESS: ADDRESS, METERING_ADDRESS: ADDRESS },
  ...{ AWARDS_ADDRESS: ADDRESS, DISBURSEMENT_ADDRESS: ADDRESS, PARTNERS_ADDRESS: ADDRESS },
};

const read = (environment: object) =>
  trustedProxiesOf(
    readConfiguration({ ...sharedVariables, ...gatewayVariables }, { ...GIVEN, ...environment }),
  );

it.each([
  ['none', []],
  [' none ', []],
  ['10.0.0.0/8', ['10.0.0.0/8']],
  ['10.1.2.3, fd00::/8', ['10.1.2.3', 'fd00::/8']],
])('the proxies in front are %j', (text, proxies) => {
  expect(read({ TRUSTED_PROXIES: text })).toEqual(proxies);
});

it.each(['ingress', '10.0.0.0/33', '10.0.0.0/8,', 'none,10.0.0.0/8', ','])('%j names no proxy', (text) => {
  expect(() => read({ TRUSTED_PROXIES: text })).toThrow(/TRUSTED_PROXIES: addresses or networks/);
});

it.each([{}, { TRUSTED_PROXIES: '' }])(
  'whether a proxy is in front has to be said outside development: %j',
  (given) => {
    expect(() => read(given)).toThrow(/TRUSTED_PROXIES: .*or none where no proxy is in front/);
    expect(read({ ...given, ENVIRONMENT: 'development' })).toEqual([]);
  },
);
