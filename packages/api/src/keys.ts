import { CIDR_WORDS, isCidr, LIMITS } from '@duixian/values';
import { z } from 'zod';
import { name, next, page, requestBody, text, title } from './parameters.ts';
import { PERSON_KINDS, scopes, sha256 } from './persons.ts';
import { route } from './route.ts';

const keyShape = {
  id: z.string().describe('Four characters that are in the key as well.'),
  name: z.string(),
  person: z.string(),
  scopes: z.array(z.string()).describe('What it lets its holder do now.'),
  status: z.enum(['waiting', 'standing', 'expired', 'revoked']).describe('Waiting: for a second person.'),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().nullable().describe('Null: never, in development only.'),
  confirmedBy: z.string().nullable(),
  revokedBy: z.string().nullable(),
  revokedAt: z.string().nullable(),
  addresses: z.array(z.string()).describe('Networks from which it may be used; empty: from everywhere.'),
  lastUsed: z
    .strictObject({ at: z.string(), address: z.string() })
    .nullable()
    .describe('About a minute exact; null: never.'),
};

/** A key without its secret text. */
export const keySchema = z.strictObject(keyShape).meta({ id: 'Key' });

const newKeySchema = z
  .strictObject({
    ...keyShape,
    text: z
      .string()
      .nullable()
      .describe(
        'The key itself, only in this answer; null where its SHA-256 was given, and in the answer to a repetition.',
      ),
  })
  .meta({ id: 'NewKey' });

const EVERYBODY = ['source', 'read:entity', 'treasury'] as const;

const DAYS = LIMITS.keyMs.most / 86_400_000;

const MOST_ADDRESSES = LIMITS.addressesOfKey.most;

const OVERLAP_HOURS = LIMITS.keyOverlapMs.most / 3_600_000;

const daysWords = `a whole number of days from 1 to ${DAYS}`;

const hoursWords = `a whole number of hours from 0 to ${OVERLAP_HOURS}`;

const days = z
  .int({ error: daysWords })
  .min(1, { error: daysWords })
  .max(DAYS, { error: daysWords })
  .optional()
  .describe(`For how many days it can be used; ${DAYS} where not given.`);

const ofKey = z.strictObject({ id: name });

const problems = ['not-json', 'not-found', 'conflict', 'unavailable'] as const;

const shared = { method: 'POST', tag: 'Partners', access: EVERYBODY, problems } as const;

const OWN =
  'A key of your own has at most the scopes of the key of the request. One of another person needs the scope prepare ' +
  'and, outside development, a second person; where it takes part in what two persons decide, records facts or has all ' +
  'scopes of its person, its holder makes it (`./duixian keys generate`, without any server) and its SHA-256 is given.';

export const listKeys = route({
  method: 'GET',
  path: '/v1/keys',
  access: EVERYBODY,
  tag: 'Partners',
  summary: 'Keys without their secrets, by page: all with the scope prepare or approve, else your own',
  summaryZh: '密钥一览',
  query: z.strictObject({ ...page, person: name.optional().describe('Of this person only.') }),
  answer: z.strictObject({ keys: z.array(keySchema), next }),
  problems: ['unavailable'],
});

export const createKey = route({
  ...shared,
  path: '/v1/keys',
  summary: 'Make a key; only this answer contains it',
  summaryZh: '新建密钥（仅显示一次）',
  description: `${OWN} In development a person who does not exist yet is created with these scopes.`,
  body: requestBody({
    person: name.describe('Whose key it is.'),
    name: title.describe('Its name; at most two keys of one name can be used.'),
    scopes: scopes.optional().describe('At most those of its person; not given: all of them.'),
    sha256: sha256.optional(),
    days,
    addresses: z
      .array(z.string({ error: CIDR_WORDS }).refine(isCidr, { error: CIDR_WORDS }))
      .max(MOST_ADDRESSES, { error: `at most ${MOST_ADDRESSES} networks` })
      .optional()
      .describe(
        'Networks (CIDR) from which it may be used; not given: from everywhere. A key in its place has the same.',
      ),
    kind: z
      .enum(PERSON_KINDS, { error: 'person or machine' })
      .optional()
      .describe('Of a person who is created with it, in development; not given: by the scopes.'),
  }),
  answer: newKeySchema,
});

export const rotateKey = route({
  ...shared,
  path: '/v1/keys/:id/rotate',
  summary: 'Replace a key by a new one; for a while both can be used',
  summaryZh: '轮换密钥',
  description: OWN,
  params: ofKey,
  body: requestBody({
    sha256: sha256.optional(),
    days,
    overlapHours: z
      .int({ error: hoursWords })
      .min(0, { error: hoursWords })
      .max(OVERLAP_HOURS, { error: hoursWords })
      .optional()
      .describe('For how many more hours the former one can be used; 24 where not given.'),
  }),
  answer: newKeySchema,
});

export const confirmKey = route({
  ...shared,
  path: '/v1/keys/:id/confirm',
  summary: 'Confirm a key that another person requested: from now on it can be used',
  summaryZh: '复核人确认密钥',
  description:
    'Needs the scope approve. Where the SHA-256 of the key had to be given and its person has keys that can be used, that ' +
    'person alone confirms it, with a key that has all of its scopes.',
  params: ofKey,
  answer: keySchema,
});

export const revokeKey = route({
  ...shared,
  path: '/v1/keys/:id/revoke',
  summary: 'Revoke a key, everywhere within seconds and for ever; a waiting key cannot be confirmed then',
  summaryZh: '吊销密钥',
  description: 'By its holder, or with the scope prepare or approve; no second person is needed.',
  params: ofKey,
  body: requestBody({ reason: text.describe('Why.') }),
  answer: keySchema,
});
