import { turn } from '@duixian/runtime';

/** After so many bytes the event loop gets a turn. */
const AT_ONCE_BYTES = 500_000;

/** RFC 8259, §2. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The first position from `from` on (before it where `by` is -1) that is not space, or is outside the bytes. */
export async function pastSpace(body: Buffer, from: number, by: 1 | -1 = 1): Promise<number> {
  for (let at = from; ; at += by) {
    if (!isSpace(body[at])) return at;
    if (at % AT_ONCE_BYTES === 0) await turn();
  }
}

/** The bytes without the space around them. */
export async function trimmed(body: Buffer): Promise<Buffer> {
  const from = await pastSpace(body, 0);
  return body.subarray(from, Math.max(from, (await pastSpace(body, body.length - 1, -1)) + 1));
}
