import { assert, defined } from '@duixian/values';

const AMOUNT = /^(\d{1,3}(?:,\d{3})*)\.(\d{2})$/;

/** The clauses of one line of a worked case, `Institute → Optics; 5,000,000.00; related`, taken one after another. */
export class Clauses {
  readonly #line: string;
  #left: string[];

  constructor(line: string, text: string) {
    this.#line = line;
    this.#left = text.split('; ');
  }

  /** The groups of the clause of this form; undefined where there is none. */
  find(form: RegExp): string[] | undefined {
    const index = this.#left.findIndex((clause) => form.test(clause));
    const match = form.exec(this.#left[index] ?? '');
    if (!match) return undefined;
    this.#left = this.#left.filter((_, other) => other !== index);
    return match.slice(1);
  }

  need(form: RegExp, what: string): string[] {
    return defined(this.find(form), `${this.#line}: it needs ${what}`);
  }

  has(word: string): boolean {
    return this.find(new RegExp(`^${word}$`)) !== undefined;
  }

  /** The one of these words that is present, otherwise the first. */
  oneOf(words: readonly [string, ...string[]]): string {
    return words.find((word) => this.has(word)) ?? words[0];
  }

  /** "seller → buyer" */
  pair(): [string, string] {
    return this.need(/^(.+) → (.+)$/, 'who → whom') as [string, string];
  }

  amountFen(): number {
    return fenOf(`${this.need(AMOUNT, 'an amount, as 1,234.50').join('.')}`);
  }

  /** An amount after a word: `technology 1,234.50`. */
  amountAfter(word: string): number | undefined {
    const found = this.find(new RegExp(`^${word} (.+)$`));
    return found && fenOf(defined(found[0], 'the form has a group'));
  }

  dayAfter(word: string): string | undefined {
    return this.find(new RegExp(`^${word} (\\d{4}-\\d{2}-\\d{2})$`))?.[0];
  }

  end(): void {
    assert(this.#left.length === 0, `${this.#line}: this part is not known: ${JSON.stringify(this.#left)}`);
  }
}

function fenOf(yuan: string): number {
  return Number(yuan.replaceAll(/[,.]/g, ''));
}
