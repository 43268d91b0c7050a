import { LIMITS } from '@duixian/values';
import { z } from 'zod';
import { givenId, name, requestBody, text } from './parameters.ts';
import { route } from './route.ts';

const form = z
  .object({
    insCode: z.string().describe('The code of the unit of this address.'),
    instruType: z.string().describe('4: instruments; 6: service records; others are not needed here.'),
    instruData: z.string().describe('A JSON array of records; as well `effectData` or `instruList`.'),
  })
  .describe('The fields that NRII (国家网络管理平台) takes.');

const answer = z.strictObject({
  code: z.union([z.literal(0), z.literal(1)]).describe('0 where nothing was refused.'),
  message: z.string(),
  results: z.array(
    z.strictObject({
      index: z.int(),
      innerId: z.string(),
      outcome: z.enum([
        ...(['recorded', 'duplicate', 'stale', 'waiting', 'ambiguous'] as const),
        ...(['already-final', 'ignored', 'refused'] as const),
      ]),
      message: z.string(),
    }),
  ),
});

const shared = {
  method: 'POST',
  access: ['nrii'],
  keyInPath: 'token',
  tag: 'Facts',
  params: z.strictObject({ token: name.describe('A key with one scope, nrii:<uscc>:<source>.') }),
  rawBody: {
    limitBytes: LIMITS.nriiPushBytes.most,
    content: { 'multipart/form-data': form, 'application/x-www-form-urlencoded': form },
  },
  description:
    'In the form of NRII. Every record is answered by itself: one that equals what is held is a duplicate, a final one is not ' +
    'changed until an officer sends it back, one whose unit is unknown waits until two persons have named it. Nothing about ' +
    'persons is kept.',
  answer,
  alsoAnswers: { 400: 'The form is not right.', 413: 'The form has too many records.' },
  problems: ['too-large', 'media-type', 'unavailable', 'busy'],
} as const;

export const pushInstruments = route({
  ...shared,
  path: '/nrii/:token/instru',
  summary: 'Push instruments and service records',
  summaryZh: '报送仪器及服务记录（NRII 表单）',
});

export const pushServices = route({
  ...shared,
  path: '/nrii/:token/effect',
  summary: 'Push service records',
  summaryZh: '报送服务记录（NRII 表单）',
});

export const sendBack = route({
  method: 'POST',
  path: '/v1/nrii/records/:id/send-back',
  access: ['officer'],
  tag: 'Partners',
  summary: 'Send a final service record back: its platform may change it once more',
  summaryZh: '退回已定稿的服务记录',
  description: 'The record as it is held now: once the platform has sent it anew, it is final again.',
  params: z.strictObject({ id: givenId.describe('The subject of the usage record.') }),
  body: requestBody({ reason: text.describe('Why.') }),
  answer: z.strictObject({ id: z.string(), source: z.string(), revision: z.int() }),
  problems: ['not-json', 'not-found', 'conflict', 'unavailable'],
});
