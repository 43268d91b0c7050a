import type { WebhookRuleId } from '../webhook/rules.ts';
import type { WebhookSettings } from '../webhook/settings.ts';
import { hmacUnderBytes, publicKeyBytes } from '../webhook/signatures.ts';
import type { Mutants } from './mutant.ts';
import { type ReceiverParts, RIGHT_RECEIVER } from './webhook-receiver.ts';

/** A part of the receiver, or of the settings where the kit itself has to wait less. */
export type WebhookPatch = {
  readonly parts: Partial<ReceiverParts>;
  readonly settings?: Partial<WebhookSettings>;
};

const KNOWN_TYPES = [
  'duixian.test.v1',
  'duixian.order.issued.v1',
  'duixian.order.accepted.v1',
  'duixian.order.paid.v1',
];
/** All rules that want at least one answer of 2xx. */
const NOTHING_ACCEPTED = {
  'W-04': 'FAILED',
  'W-05': 'FAILED',
  'W-06': 'FAILED',
  'W-07': 'FAILED',
  'W-08': 'FAILED',
  'W-09': 'FAILED',
  'W-11': 'FAILED',
} as const;

export const WEBHOOK_MUTANTS = {
  'W-01': [
    { about: 'answers 500', patch: { parts: { accepted: { status: 500 } } }, others: NOTHING_ACCEPTED },
    {
      about: 'is slower than it should be',
      patch: { parts: { delayMs: () => 5 }, settings: { warnAfterMs: 1 } },
      status: 'WARNING',
      others: {
        'W-02': 'WARNING',
        'W-03': 'WARNING',
        'W-04': 'WARNING',
        'W-05': 'WARNING',
        'W-06': 'WARNING',
        'W-07': 'WARNING',
        'W-08': 'WARNING',
        'W-09': 'WARNING',
        'W-11': 'WARNING',
      },
    },
  ],
  'W-02': [
    {
      about: 'checks no signature',
      patch: { parts: { isSigned: () => true } },
      others: { 'W-11': 'FAILED' },
    },
    {
      about: 'refuses only what has no signature',
      patch: { parts: { isSigned: (signature) => signature.length > 'v1,'.length } },
      others: { 'W-11': 'FAILED' },
    },
  ],
  'W-03': [
    { about: 'checks no time', patch: { parts: { isTimely: () => true } } },
    {
      about: 'checks only what is old',
      patch: { parts: { isTimely: (sentAtS, nowS) => nowS - sentAtS < 300 } },
    },
  ],
  'W-04': [
    {
      about: 'reads the first signature only',
      patch: { parts: { signaturesOf: (header) => header.split(' ').slice(0, 1) } },
    },
    {
      about: 'reads the last signature only',
      patch: { parts: { signaturesOf: (header) => header.split(' ').slice(-1) } },
    },
  ],
  'W-05': [
    {
      about: 'verifies what it wrote again',
      patch: { parts: { bodyToVerify: (raw) => JSON.stringify(JSON.parse(raw)) } },
    },
  ],
  'W-06': [{ about: 'applies each delivery', patch: { parts: { isKnown: () => false } } }],
  'W-07': [
    {
      about: 'refuses an unknown type',
      patch: { parts: { takes: ({ type }) => KNOWN_TYPES.includes(String(type)) } },
    },
    {
      about: 'refuses an unknown field',
      patch: { parts: { takes: ({ data }) => !Object.hasOwn(data as object, 'conformUnknown') } },
    },
  ],
  'W-08': [{ about: 'lets the last delivery win', patch: { parts: { isNewer: () => true } } }],
  'W-09': [
    {
      about: 'never answers where more than ten come at once',
      patch: {
        parts: { delayMs: (others) => (others > 0 ? 300 : 0), admits: (underWork) => underWork < 10 },
        settings: { answerWithinMs: 1_000 },
      },
    },
  ],
  'W-10': [
    {
      about: 'redirects',
      patch: { parts: { accepted: { status: 308, location: '/hooks/' } } },
      others: { 'W-01': 'FAILED', ...NOTHING_ACCEPTED },
    },
  ],
  'W-11': [
    {
      about: 'takes the public key for the key of an HMAC',
      patch: {
        parts: {
          isSigned: (signature, signed, keys) =>
            signature === `v1a,${hmacUnderBytes(publicKeyBytes(keys.publicKey), signed)}` ||
            RIGHT_RECEIVER.isSigned(signature, signed, keys),
        },
      },
    },
    {
      about: 'knows no v1a',
      patch: {
        parts: {
          isSigned: (signature, signed, keys) =>
            !signature.startsWith('v1a,') && RIGHT_RECEIVER.isSigned(signature, signed, keys),
        },
      },
    },
  ],
} as const satisfies Mutants<WebhookPatch, WebhookRuleId>;
