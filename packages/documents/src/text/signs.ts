import { codePointOf } from './writable.ts';

/** The first sign that is no digit and no capital of the alphabet, by its place and its code point: many look like one. */
export function unlikeSign(text: string): string | undefined {
  const signs = [...text];
  const at = signs.findIndex((sign) => !/^[0-9A-Z]$/.test(sign));
  return at < 0 ? undefined : `character ${at + 1} is ${codePointOf(signs[at] as string)}`;
}
