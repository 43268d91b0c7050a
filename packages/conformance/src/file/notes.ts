import type { Evidence, Verdict, Words } from '../core/rule.ts';

const SHOWN = 20;
/** The worst one first: it is the status of the rule. */
const ORDER = ['FAILED', 'WARNING', 'REVIEW'] as const;
type Noted = (typeof ORDER)[number];

/** What one rule notices in a file; however much that is, only the first ones are kept. */
export class Notes {
  readonly #evidence = new Map<Noted, Evidence[]>();
  readonly #counts = new Map<Noted, number>();
  #looked = 0;

  /** Something was there that the rule is about. */
  saw(): void {
    this.#looked += 1;
  }

  note(status: Noted, place: string, difference: Words, received = ''): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    const kept = this.#evidence.get(status) ?? [];
    if (kept.length < SHOWN) this.#evidence.set(status, [...kept, { place, sent: '', received, difference }]);
  }

  verdict(): Verdict {
    const status = ORDER.find((one) => this.#counts.has(one));
    const seen = this.#looked;
    if (status !== undefined) {
      const count = this.#counts.get(status);
      const evidence = ORDER.flatMap((one) => this.#evidence.get(one) ?? []);
      return {
        status,
        reason: { zh: `${count} 处`, en: `in ${count} ${count === 1 ? 'place' : 'places'}` },
        evidence,
      };
    }
    if (seen === 0) return { status: 'SKIPPED', reason: NOTHING, evidence: [] };
    return { status: 'PASSED', reason: { zh: `看了 ${seen} 条`, en: `seen ${seen} times` }, evidence: [] };
  }
}

const NOTHING: Words = {
  zh: '文件里没有与此规则有关的内容；有这类内容的文件才能检查',
  en: 'nothing in this file is of the kind that the rule is about: make some, and try again',
};
