import { turn } from '@duixian/runtime';

/** After so many whatever else the process has to do comes in between. */
const AT_ONCE_BYTES = 500_000;

/** RFC 8259, §2. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The first position from `from` on, or before it where `by` is -1, at which there is no space, or nothing any more. */
export async function pastSpace(body: Buffer, from: number, by: 1 | -1 = 1): Promise<number> {
  for (let at = from; ; at += by) {
    if (!isSpace(body[at])) return at;
    if (at % AT_ONCE_BYTES === 0) await turn();
  }
}

/** What there is without the space around it. */
export async function trimmed(body: Buffer): Promise<Buffer> {
  const from = await pastSpace(body, 0);
  return body.subarray(from, Math.max(from, (await pastSpace(body, body.length - 1, -1)) + 1));
}
