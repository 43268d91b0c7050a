import { readFileSync } from 'node:fs';
import { defined } from '@duixian/values';
import { parse } from 'yaml';

/** A party as in the cases' `parties.yaml`; one without a USCC is from outside mainland China. */
type Party = {
  readonly zh: string;
  readonly kind: string;
  readonly uscc?: string;
  readonly division?: string;
  readonly country?: string;
};

/** The parties of the worked cases, which call them by short names. */
export class Parties {
  readonly #byName: ReadonlyMap<string, Party>;
  readonly #names: ReadonlyMap<string, string>;

  constructor(file: URL) {
    const parties: Record<string, Party> = parse(readFileSync(file, 'utf8'), { schema: 'failsafe' });
    this.#byName = new Map(Object.entries(parties));
    this.#names = new Map(Object.entries(parties).map(([name, { uscc }]) => [uscc ?? '', name]));
  }

  named(name: string): Party {
    return defined(this.#byName.get(name), `parties.yaml has no party ${JSON.stringify(name)}`);
  }

  usccOf(name: string): string {
    return defined(this.named(name).uscc, `${name} has no USCC`);
  }

  nameOf(uscc: string): string {
    return this.#names.get(uscc) ?? uscc;
  }

  /** The party as a fact contains it. */
  inFact(name: string): Record<string, unknown> {
    const { zh, kind, uscc, division, country } = this.named(name);
    if (uscc === undefined) return { uscc: null, name: zh, kind, divisionCode: null, country };
    return { uscc, name: zh, kind, divisionCode: division };
  }
}
