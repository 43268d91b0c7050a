import { visible } from '@duixian/values';
import type { FileFault, FileFaultCode } from './reading.ts';

/** `line`, `place`: see `FileFault`. */
export function fileFault(
  code: FileFaultCode,
  message: string,
  { line, place = '' }: { readonly line?: number | undefined; readonly place?: string } = {},
): FileFault {
  return { line, place, code, message };
}

/** "The value is …" of a message: short, with every character visible. */
export function shown(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST)];
  return `"${visible(points.slice(0, LONGEST).join(''))}${points.length > LONGEST ? '…' : ''}"`;
}

const LONGEST = 60;
