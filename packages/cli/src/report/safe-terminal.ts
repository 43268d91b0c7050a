import { styleText } from 'node:util';

// Characters that a terminal obeys or an eye cannot see: controls except line ends and tabs, soft hyphens, marks of
// direction and of no width, separators of lines, tags, and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu;

const unitEscaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

const escaped = (character: string): string => {
  if (character === '\n' || character === '\t') return character;
  return Array.from({ length: character.length }, (_, at) => unitEscaped(character.charCodeAt(at))).join('');
};

/**
 * The text with everything that would move, colour, hide or reverse on a terminal as `\u001b`; in JSON the value stays
 * the same.
 */
export const printable = (text: string): string => text.replaceAll(UNSAFE, escaped);

/** The lines around cells, so that what they hold stands out. */
const FRAME = /[\u2500-\u257F]+/g;

/**
 * From now on no control character in a text reaches the stream; on a terminal in colour, frames of tables are dim.
 * Bytes pass, because only the program itself writes them.
 */
export const keepPrintable = (stream: NodeJS.WriteStream): void => {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]): boolean =>
    write(typeof chunk === 'string' ? withDimFrames(printable(chunk), stream) : chunk, ...rest);
};

/** A sentence that a person must not overlook, as bytes: red on a terminal in colour. */
export const alarming = (sentence: string, stream: NodeJS.WriteStream): Uint8Array =>
  Buffer.from(styleText('red', printable(sentence), { stream }));

function withDimFrames(text: string, stream: NodeJS.WriteStream): string {
  return text.replaceAll(FRAME, (frame) => styleText('dim', frame, { stream }));
}

/** A sentence drawn over the current line, as bytes: the only control characters of the program itself. */
export const redrawn = (sentence: string): Uint8Array => Buffer.from(`\r\x1b[K${printable(sentence)}`);
