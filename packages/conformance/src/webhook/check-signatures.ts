import type { Verdict, Words } from '../core/rule.ts';
import { seededBytes } from '../core/seeded.ts';
import type { Message } from './deliver.ts';
import { orderEvent } from './events.ts';
import { judgeProbes, type Probe, rightMessage, signedMessage } from './probes.ts';
import type { WebhookSettings } from './settings.ts';
import {
  asymmetricSignature,
  hmacSignature,
  hmacUnderBytes,
  publicKeyBytes,
  publicKeyOf,
  type Signed,
} from './signatures.ts';

const SIX_MINUTES_MS = 360_000;

function orderMessage(settings: WebhookSettings, rule: string, name: string, about = name): Message {
  return rightMessage(settings, orderEvent({ seed: settings.seed, rule, name }, about, 1, settings.now()));
}

/** What a receiver has to refuse: each message is right but for its signature. */
export function wronglySigned(settings: WebhookSettings): Probe[] {
  const probe = (name: string, what: Words, change: (message: Message) => Partial<Message>): Probe => {
    const message = orderMessage(settings, 'W-02', name);
    return { what, message: { ...message, ...change(message) }, wants: 'refused' };
  };
  const other = `whsec_${seededBytes(settings.seed, 'W-02', 'other secret').toString('base64')}`;
  return [
    probe('other', { zh: '用别的密钥签名', en: 'signed with another secret' }, (message) => ({
      signature: hmacSignature(other, message),
    })),
    probe('changed', { zh: '签名后正文被改', en: 'the body was changed after signing' }, ({ body }) => ({
      body: body.replace('"version":1', '"version":9'),
    })),
    probe(
      'moved',
      { zh: '签名属于另一个 webhook-id', en: 'the signature of another webhook-id' },
      ({ id }) => ({ id: `${id}X` }),
    ),
    probe('none', { zh: '没有签名头', en: 'without the header of the signature' }, () => ({
      signature: undefined,
    })),
    probe('empty', { zh: '签名为空', en: 'an empty signature' }, () => ({ signature: 'v1,' })),
  ];
}

/** W-03: both are signed rightly for the time that they name. */
export function refusesOtherTimes(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const probe = (name: string, what: Words, shiftMs: number): Probe => {
    const event = orderEvent({ seed: settings.seed, rule: 'W-03', name }, name, 1, settings.now());
    const at = new Date(settings.now().getTime() + shiftMs);
    return {
      what,
      message: signedMessage(settings, event, JSON.stringify(event.content), at),
      wants: 'refused',
    };
  };
  return judgeProbes(
    settings,
    [
      probe('old', { zh: '时间戳早 6 分钟', en: 'a timestamp 6 minutes old' }, -SIX_MINUTES_MS),
      probe('ahead', { zh: '时间戳晚 6 分钟', en: 'a timestamp 6 minutes ahead' }, SIX_MINUTES_MS),
    ],
    signal,
  );
}

/** W-04: as while a secret is rotated. */
export function takesEitherSignature(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const other = `whsec_${seededBytes(settings.seed, 'W-04', 'other secret').toString('base64')}`;
  const probe = (name: string, what: Words, order: (right: string, old: string) => string[]): Probe => {
    const message = orderMessage(settings, 'W-04', name);
    const signature = order(message.signature ?? '', hmacSignature(other, message)).join(' ');
    return { what, message: { ...message, signature }, wants: 'accepted' };
  };
  return judgeProbes(
    settings,
    [
      probe(
        'first',
        { zh: '两个签名，对的在前', en: 'two signatures, the right one first' },
        (right, old) => [right, old],
      ),
      probe(
        'second',
        { zh: '两个签名，对的在后', en: 'two signatures, the right one second' },
        (right, old) => [old, right],
      ),
    ],
    signal,
  );
}

/** W-11: the public key is public, so an HMAC under it proves nothing. */
export async function verifiesByPublicKey(settings: WebhookSettings, signal: AbortSignal): Promise<Verdict> {
  const { privateKey } = settings;
  const publicKey = settings.publicKey ?? (privateKey === undefined ? undefined : publicKeyOf(privateKey));
  if (publicKey === undefined) return NO_PUBLIC_KEY;
  const forged = forgeries(settings, publicKey);
  if (privateKey === undefined) {
    const verdict = await judgeProbes(settings, forged, signal);
    return verdict.status === 'FAILED' ? verdict : { ...verdict, status: 'REVIEW', reason: NO_PRIVATE_KEY };
  }
  const right = orderMessage(settings, 'W-11', 'right');
  const message = { ...right, signature: asymmetricSignature(privateKey, right) };
  const what = { zh: '只有正确的 v1a 签名', en: 'a right v1a signature alone' };
  return judgeProbes(settings, [{ what, message, wants: 'accepted' }, ...forged], signal);
}

function forgeries(settings: WebhookSettings, publicKey: string): Probe[] {
  const probe = (name: string, what: Words, sign: (signed: Signed) => string): Probe => {
    const message = orderMessage(settings, 'W-11', name);
    return { what, message: { ...message, signature: sign(message) }, wants: 'refused' };
  };
  const bytes = publicKeyBytes(publicKey);
  const random = seededBytes(settings.seed, 'W-11', 'random');
  return [
    probe(
      'v1',
      { zh: '以公钥为密钥的 HMAC，标为 v1', en: 'an HMAC under the public key, as v1' },
      (signed) => `v1,${hmacUnderBytes(bytes, signed)}`,
    ),
    probe(
      'v1a',
      { zh: '以公钥为密钥的 HMAC，标为 v1a', en: 'an HMAC under the public key, as v1a' },
      (signed) => `v1a,${hmacUnderBytes(bytes, signed)}`,
    ),
    probe(
      'text',
      { zh: '以公钥文本为密钥的 HMAC，标为 v1a', en: 'an HMAC under the text of the public key, as v1a' },
      (signed) => `v1a,${hmacUnderBytes(Buffer.from(publicKey), signed)}`,
    ),
    probe(
      'random',
      { zh: '随机的 v1a 签名', en: 'a random v1a signature' },
      () => `v1a,${Buffer.concat([random, random]).toString('base64')}`,
    ),
  ];
}

const NO_PUBLIC_KEY: Verdict = {
  status: 'SKIPPED',
  reason: {
    zh: '没有公钥：接收方只用 v1 时不适用，否则请给 --public-key 和 --private-key',
    en: 'no public key: not for a receiver that takes v1 alone; else give --public-key and --private-key',
  },
  evidence: [],
};

const NO_PRIVATE_KEY: Words = {
  zh: '伪造的签名都被拒绝。正确的 v1a 签名是否被接受？（给 --private-key 可自动检查）',
  en: 'every forged signature was refused. Is a right v1a signature accepted? (--private-key lets the kit see it)',
};
