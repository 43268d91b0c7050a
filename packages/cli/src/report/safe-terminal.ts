// What a terminal obeys or an eye cannot see: controls but line ends and tabs, soft hyphens, marks of
// direction and of no width, separators of lines, tags, and halves of pairs.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/gu;

const unitEscaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`;

const escaped = (character: string): string => {
  if (character === '\n' || character === '\t') return character;
  return Array.from({ length: character.length }, (_, at) => unitEscaped(character.charCodeAt(at))).join('');
};

/** The text with everything that would move, colour, hide or reverse on a terminal as `\u001b`; JSON keeps its value. */
export const printable = (text: string): string => text.replaceAll(UNSAFE, escaped);

/** From here on, no text reaches the stream with a control in it. Bytes pass: they are the program's own. */
export const keepPrintable = (stream: NodeJS.WriteStream): void => {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]): boolean =>
    write(typeof chunk === 'string' ? printable(chunk) : chunk, ...rest);
};

/** A sentence drawn over the line that stands, as bytes: the one control that is the program's own. */
export const redrawn = (sentence: string): Uint8Array => Buffer.from(`\r\x1b[K${printable(sentence)}`);
