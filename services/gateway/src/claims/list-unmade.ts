import { z } from 'zod';
import { entityToRead, mustBeReadableOrNone } from '../access/own-entity.ts';
import { endpoint } from '../http/endpoint.ts';
import { name, next, nextOf, page, uscc, year } from '../http/parameters.ts';
import { Problem } from '../http/problem.ts';
import { noClaimJson, noClaimSchema } from './no-claim-json.ts';

const answer = z.strictObject({ noClaims: z.array(noClaimSchema), next });

/** Also of an entity without any account. */
export const listNoClaims = endpoint({
  method: 'GET',
  path: '/v1/no-claims',
  access: ['read', 'read:entity'],
  tag: 'Entitlements',
  summary: 'What made no claim, and which condition failed',
  summaryZh: '未形成奖补的事项及其未满足的条件',
  query: z.strictObject({
    entity: uscc.optional(),
    year: year.optional(),
    type: name.describe('Of one thing: its type, such as duixian.contract.v1, with its subject.').optional(),
    subject: name.optional(),
    ...page,
  }),
  answer,
  problems: ['not-found', 'unavailable'],
  async handle({ key, query }, services) {
    const { type = '', subject = '' } = query;
    if ((type === '') !== (subject === '')) throw incomplete(type === '' ? 'type' : 'subject');
    const entity = type === '' ? await entityToRead(key, query.entity, services) : '';
    const found = await services.awards.listNoClaims({
      ...{ entity, year: query.year ?? 0, factType: type, factSubject: subject },
      ...{ after: query.after ?? '', limit: query.limit },
    });
    const named = found.noClaims.map(({ beneficiary }) => beneficiary);
    if (type !== '') await mustBeReadableOrNone(key, named, services, `there is no ${type} ${subject}`);
    return { noClaims: found.noClaims.map(noClaimJson), next: nextOf(found.next) };
  },
});

function incomplete(field: string): Problem {
  const message = `${field} must be given: type and subject together name one thing`;
  return new Problem('bad-request', `${message}.`, [{ field, reason: 'missing-field', message }]);
}
