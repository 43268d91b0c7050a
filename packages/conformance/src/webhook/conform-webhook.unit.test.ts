import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { examples } from '@duixian/testing/long-forms';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Status } from '../core/rule.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { WEBHOOK_MUTANTS, type WebhookPatch } from '../mutants/webhook-mutants.ts';
import {
  type ReceiverParts,
  RIGHT_RECEIVER,
  type RunningReceiver,
  startReceiver,
} from '../mutants/webhook-receiver.ts';
import { conformWebhook } from './conform-webhook.ts';
import { WEBHOOK_RULES, type WebhookRuleId } from './rules.ts';
import type { WebhookSettings } from './settings.ts';
import { hmacSignature, mustBeSecret, newSigningKeys, publicKeyBytes, publicKeyOf } from './signatures.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEYS = newSigningKeys();
const running: RunningReceiver[] = [];
afterEach(async () => {
  for (const receiver of running.splice(0)) await receiver.close();
});

async function settingsFor(
  parts: Partial<ReceiverParts> = {},
  changed: Partial<WebhookSettings> = {},
): Promise<WebhookSettings> {
  const receiver = await startReceiver({ secret: SECRET, ...KEYS }, { ...RIGHT_RECEIVER, ...parts });
  running.push(receiver);
  const waits = { answerWithinMs: 10_000, warnAfterMs: 10_000, settleMs: 0 };
  const keys = { secret: SECRET, ...KEYS };
  const { url, effectsUrl } = receiver;
  return { url, effectsUrl, ...keys, ...waits, seed: 7, now: () => new Date(), ...changed };
}

async function statuses(settings: WebhookSettings): Promise<Record<string, Status>> {
  const results = await conformWebhook(settings, { limitMs: 20_000 });
  return Object.fromEntries(results.map(({ rule, verdict }) => [rule.id, verdict.status]));
}

async function* endless(everyMs: number): AsyncGenerator<Buffer> {
  for (;;) {
    yield Buffer.alloc(everyMs > 0 ? 1 : 64 * 1024, 'x');
    await wait(everyMs);
  }
}

const ALL_PASSED = Object.fromEntries(WEBHOOK_RULES.map(({ id }) => [id, 'PASSED']));
const MUTANTS = Object.entries(WEBHOOK_MUTANTS).flatMap(([id, mutants]) =>
  mutants.map((mutant: Mutant<WebhookPatch, WebhookRuleId>) => ({ id, about: mutant.about, mutant })),
);

describe('the kit plays our sender', () => {
  it('to a right receiver, which passes with every seed', async () => {
    for (let seed = 1; seed <= examples(20); seed++)
      expect(await statuses(await settingsFor({}, { seed }))).toEqual(ALL_PASSED);
  });

  it.each(MUTANTS)('$id: a receiver that $about', async ({ id, mutant }) => {
    const { parts, settings } = mutant.patch;
    const expected = { ...ALL_PASSED, [id]: mutant.status ?? 'FAILED', ...mutant.others };
    expect(await statuses(await settingsFor(parts, settings))).toEqual(expected);
  });

  it('and asks a person for the effects that it cannot see', async () => {
    const seen = await statuses(
      await settingsFor({}, { effectsUrl: undefined, publicKey: undefined, privateKey: undefined }),
    );
    const reviews = { 'W-02': 'REVIEW', 'W-06': 'REVIEW', 'W-08': 'REVIEW' };
    expect(seen).toEqual({ ...ALL_PASSED, ...reviews, 'W-11': 'SKIPPED' });
    expect((await statuses(await settingsFor({}, { privateKey: undefined })))['W-11']).toBe('REVIEW');
  });

  it('and interrupts every rule where nobody listens', async () => {
    const settings = await settingsFor();
    for (const receiver of running.splice(0)) await receiver.close();
    expect(new Set(Object.values(await statuses(settings)))).toEqual(new Set(['INTERRUPTED']));
  });

  it('and is neither held up nor filled by answers without end', async () => {
    const settings = await settingsFor();
    const server = createServer((request, response) => {
      request.resume();
      const rest = Readable.from(endless(request.url === '/drips' ? 20 : 0));
      rest.on('error', () => response.destroy()).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const first = async (path: string) => {
      const one = { ...settings, url: `${url}${path}`, answerWithinMs: 500 };
      const [result] = await conformWebhook(one, { limitMs: 20_000, only: ['W-01'] });
      return result?.verdict;
    };
    expect((await first('/floods'))?.status).toBe('PASSED');
    const drips = await first('/drips');
    expect(drips).toMatchObject({ status: 'FAILED', evidence: [{ received: 'no answer within 500 ms' }] });
    server.closeAllConnections();
    server.close();
  });

  it('sends the same for the same seed, whichever rules run', async () => {
    const now = new Date();
    const sentBy = async (only?: string[]) => {
      const settings = await settingsFor({ accepted: { status: 500 } }, { now: () => now });
      const results = await conformWebhook(settings, { limitMs: 20_000, only });
      return results.find(({ rule }) => rule.id === 'W-05')?.verdict.evidence.map(({ sent }) => sent);
    };
    expect(await sentBy(['W-05'])).toEqual(await sentBy());
  });

  it('takes no answer in another form for effects', async () => {
    const settings = await settingsFor();
    const [result] = (
      await conformWebhook({ ...settings, effectsUrl: settings.url }, { limitMs: 20_000 })
    ).filter(({ rule }) => rule.id === 'W-06');
    expect(result?.verdict).toMatchObject({
      status: 'INTERRUPTED',
      reason: { en: expect.stringContaining('timesApplied') },
    });
  });
});

describe('signatures', () => {
  it('are those of Standard Webhooks', () => {
    const signed = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at: new Date(1_614_265_330_000),
      body: '{"test": 2432232314}',
    };
    expect(hmacSignature(SECRET, signed)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('come of keys in their written form', () => {
    expect(publicKeyOf(KEYS.privateKey)).toBe(KEYS.publicKey);
    const whole = Buffer.concat([
      Buffer.from(KEYS.privateKey.slice(5), 'base64'),
      publicKeyBytes(KEYS.publicKey),
    ]);
    expect(publicKeyOf(`whsk_${whole.toString('base64')}`)).toBe(KEYS.publicKey);
    expect(() => publicKeyBytes('whpk_AAAA')).toThrow('whpk_ and 32 bytes');
    expect(() => mustBeSecret('secret')).toThrow('whsec_');
    expect(mustBeSecret(SECRET)).toBe(SECRET);
  });
});
