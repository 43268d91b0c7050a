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
    this.statusCode = api.PROBLEMS[kind][0];
  }

  toDocument(): api.ProblemDocument {
    const [status, title] = api.PROBLEMS[this.kind];
    const document = { type: `urn:duixian:problem:${this.kind}`, title, status, detail: this.message };
    return this.faults.length > 0 ? { ...document, faults: [...this.faults] } : document;
  }
}
