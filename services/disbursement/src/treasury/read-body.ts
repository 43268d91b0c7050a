import { LIMITS } from '@duixian/values';

/** The treasury sent more than is read: a fault of the channel, whatever the status of the answer. */
class AnswerTooLong extends Error {
  override name = 'AnswerTooLong';
}

/**
 * The text of an answer, counted while it is decompressed: a small answer may decompress to gigabytes. The
 * rest is not read, and the connection ends. The signal of the request limits how long it takes, and holds
 * for the body too.
 */
export async function readBody(response: Response): Promise<string> {
  const most = LIMITS.treasuryAnswerBytes.most;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving this loop cancels the body.
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > most)
      throw new AnswerTooLong(`${response.status}, with an answer of more than ${most / 1_048_576} MiB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}
