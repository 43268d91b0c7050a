import * as api from '@duixian/api';

/** Default of Retry-After, for problems that a retry may solve. */
export const RETRY_AFTER_SECONDS = 2;

/** Thrown where a request cannot be answered; becomes an `application/problem+json` answer. */
export class Problem extends Error {
  override name = 'Problem';
  readonly kind: api.ProblemKind;
  readonly faults: readonly api.RequestFault[];
  readonly statusCode: number;
  constructor(
    kind: api.ProblemKind,
    detail: string,
    faults: readonly api.RequestFault[] = [],
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.kind = kind;
    this.faults = faults;
    this.statusCode = api.PROBLEMS[kind].status;
  }

  toDocument(language: Language = 'en'): api.ProblemDocument {
    const { status, title, remedy, remedyZh } = api.PROBLEMS[this.kind];
    const document = {
      ...{ type: `urn:duixian:problem:${this.kind}`, title, status, code: this.kind, detail: this.message },
      ...{ remedy: language === 'zh' ? remedyZh : remedy, docUrl: api.errorPath(this.kind) },
    };
    return this.faults.length > 0 ? { ...document, faults: [...this.faults] } : document;
  }
}

export type Language = 'en' | 'zh';

/** The language that comes first in Accept-Language; its weights are rarely sent out of order. */
export function languageOf(accepted: string | undefined): Language {
  return /^\s*zh\b/i.test(accepted ?? '') ? 'zh' : 'en';
}
