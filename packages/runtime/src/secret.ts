import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A value that only its user may see: printing, logging or JSON do not reveal it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/**
 * A variable that names a file with a secret, as orchestrators mount them. Never the secret itself: a process's
 * environment can be read by more than the process. Error messages name the file, not its content.
 */
export function secretFile(meaning: string, isRight: (text: string) => boolean = (text) => text !== '') {
  const error = `the path of a file that holds ${meaning}`;
  return z.string({ error }).transform((path, context) => {
    const text = readText(path);
    if (text !== undefined && isRight(text)) return new Secret(text);
    const fault = text === undefined ? 'cannot be read' : `does not hold ${meaning}`;
    context.addIssue({ code: 'custom', message: `${error}; ${path} ${fault}` });
    return z.NEVER;
  });
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
