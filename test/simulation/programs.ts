import { startAwards } from '@duixian/awards/service';
import { startContracts } from '@duixian/contracts/service';
import type { Terms } from '@duixian/disbursement/orders/domain/order';
import { startDisbursement } from '@duixian/disbursement/service';
import { startInstitutions } from '@duixian/institutions/service';
import { startMetering } from '@duixian/metering/service';
import { Secret } from '@duixian/runtime';
import { startPartners } from './partners-service.ts';
import { DEMAND_AFTER_DAYS } from './people.ts';
import type { Release } from './policies/release.ts';
import type { Program } from './surroundings/process.ts';
import { TREASURY_URL } from './treasury.ts';

export type Service = 'partners' | 'institutions' | 'contracts' | 'metering' | 'awards' | 'disbursement';
type Named = Program & { readonly service: Service; readonly names: readonly string[] };

const SECRET = new Secret(`whsec_${Buffer.from('a secret of a treasury in memory').toString('base64')}`);

/** Which processes run, and how they are configured. */
export function PROGRAMS(terms: Omit<Terms, 'now' | 'isSuspended'>, release: Release): readonly Named[] {
  return [
    { service: 'partners', start: startPartners, settings: {}, names: ['partners'] },
    {
      service: 'institutions',
      start: startInstitutions,
      settings: {},
      names: ['institutions', 'institutions 2'],
    },
    { service: 'contracts', start: startContracts, settings: {}, names: ['contracts'] },
    { service: 'metering', start: startMetering, settings: {}, names: ['metering'] },
    {
      service: 'awards',
      start: (runtime) => startAwards(runtime),
      settings: {
        ...{ POLICY: 'zhengzhou-2017-61', PACKS_DIR: '' },
        get READINGS() {
          return release.readings;
        },
      },
      names: ['awards', 'awards 2'],
    },
    {
      service: 'disbursement',
      start: startDisbursement,
      settings: {
        ...{ AWARDS_ADDRESS: '', OFFICE_NAME: '', OBJECTIONS_TO: '', RETURN_MONEY_TO: '' },
        TREASURY_URL,
        TREASURY_SECRET_FILE: SECRET,
        PROGRAMMES_FILE: terms.programmes,
        PACKS_DIR: '',
        NEEDS_PAYEE: terms.needsPayee,
        SETTLE_FOR_MS: terms.settleForMs,
        DEMAND_AFTER_DAYS,
      },
      names: ['disbursement', 'disbursement 2'],
    },
  ];
}
