import { LIMITS } from '@duixian/values';

/** The treasury said more than anybody reads: a fault of the channel, whatever the status of the answer. */
class AnswerTooLong extends Error {
  override name = 'AnswerTooLong';
}

/**
 * The text of an answer, counted while it is unpacked: a small packed answer may unpack to gigabytes. The rest is not read,
 * and the connection ends. How long it takes is bounded by the signal of the request, which holds for the body too.
 */
export async function readBody(response: Response): Promise<string> {
  const most = LIMITS.treasuryAnswerBytes.most;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Whoever leaves this loop cancels the body.
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > most)
      throw new AnswerTooLong(`${response.status}, with an answer of more than ${most / 1_048_576} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
