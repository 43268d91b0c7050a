import { createHash } from 'node:crypto';
import { type CommandKey, sendingKey } from '@duixian/runtime';
import { canonicalJson, LIMITS } from '@duixian/values';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { holderOf } from '../access/actor-of.ts';
import type { Key } from '../access/key.ts';

const HEADER = 'idempotency-key';
const MOST = LIMITS.idempotencyKey.most;
const RULE = `1 to ${MOST} visible ASCII characters`;
const HOURS = LIMITS.commandKeptMs.most / 3_600_000;

/** The headers of a command; others pass unseen. */
export const commandHeaders = z.looseObject({
  [HEADER]: z
    .string()
    .superRefine((key, { addIssue }) => {
      const mistake = mistakeIn(key);
      if (mistake !== undefined) addIssue({ code: 'custom', message: `${RULE}; ${mistake}` });
    })
    .meta({ minLength: 1, maxLength: MOST, pattern: '^[!-~]+$' })
    .describe(
      `A name for this command, ${RULE}, chosen by who sends it. Sent again within ${HOURS} hours with the same key by the same API key it has no second effect and gets the same answer; the key with another request is refused (409, idempotency-conflict). A refusal is not kept.`,
    )
    .optional(),
});

/** Undefined where it is right. */
function mistakeIn(key: string): string | undefined {
  if (key === '') return 'it is empty';
  const at = [...key].findIndex((character) => !/[!-~]/.test(character));
  if (at >= 0) {
    const point = key.codePointAt(at)?.toString(16).toUpperCase().padStart(4, '0');
    return `character ${at + 1} is U+${point}`;
  }
  return key.length > MOST
    ? `it has ${key.length}, and the first too many is character ${MOST + 1}`
    : undefined;
}

/** Every call to a service during the work carries the key of the command, where the request has one. */
export function asCommand<Result>(request: FastifyRequest, work: () => Result): Result {
  const { headers, apiKey } = request;
  const given = headers[HEADER];
  return typeof given === 'string' && apiKey ? sendingKey(keyOf(request, apiKey, given), work) : work();
}

/** Who asks is part of what is asked. */
function keyOf({ method, url, body }: FastifyRequest, apiKey: Key, given: string): CommandKey {
  const hash = createHash('sha256').update(canonicalJson({ method, url, actor: holderOf(apiKey) }));
  hash.update(Buffer.isBuffer(body) ? body : canonicalJson(body ?? null));
  return { key: `${apiKey.id}/${given}`, hash: hash.digest('hex') };
}
