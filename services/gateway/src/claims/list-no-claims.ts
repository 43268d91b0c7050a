import { noClaimJson } from '@duixian/answers';
import * as api from '@duixian/api';
import { entityToRead, mustBeReadableOrNone, onlyReadable } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { Problem } from '../http/problem.ts';
import { nextOf } from '../json/next-of.ts';
import { beneficiaryOf } from './beneficiary-of.ts';

/** Also for an entity without any account. */
export const listNoClaims = endpoint(api.listNoClaims, async ({ key, query }, services) => {
  const { type = '', subject = '' } = query;
  if ((type === '') !== (subject === '')) throw incomplete(type === '' ? 'type' : 'subject');
  const entity = type === '' ? await entityToRead(key, query.entity, services) : '';
  const found = await services.awards.listNoClaims({
    ...{ entity, year: query.year ?? 0, factType: type, factSubject: subject },
    ...{ after: query.after ?? '', limit: query.limit },
  });
  const named = found.noClaims.map(({ beneficiary }) => beneficiary);
  if (type !== '') await mustBeReadableOrNone(key, named, services, `there is no ${type} ${subject}`);
  const visible =
    type === '' ? found.noClaims : await onlyReadable(key, found.noClaims, beneficiaryOf, services);
  return { noClaims: visible.map(noClaimJson), next: nextOf(found.next) };
});

function incomplete(field: string): Problem {
  const message = `${field} must be given: type and subject together name one thing`;
  return new Problem('bad-request', `${message}.`, [{ field, reason: 'missing-field', message }]);
}
