import type { DecisionData } from '@duixian/facts';

/** What an officer proposes: a decision (裁量决定), its change, or its withdrawal. */
export type DecisionDraft = {
  /** Empty: a new one, whose id is made for it. */
  readonly id: string;
  readonly what: { readonly terms: DecisionTerms } | { readonly withdrawal: { readonly decidedBy: string } };
  /** The paper and the reason of this act, not those of what it changes. */
  readonly documentNo: string;
  readonly reason: string;
};

/** As JSON; it is checked like every fact. */
export type DecisionTerms = {
  readonly policy: string;
  readonly provision: string;
  readonly scope: object;
  readonly rate?: string;
  readonly amountFen?: number;
  readonly decidedBy: string;
  /** Empty: the day on which it is proposed. */
  readonly decidedOn: string;
};

/**
 * The data of the next revision. A withdrawal keeps what was decided, for all to read, under its own paper
 * and reason.
 */
export function draftedData(
  { what, documentNo, reason }: DecisionDraft,
  held: { readonly data: DecisionData; readonly json: Record<string, unknown> } | undefined,
  today: string,
): Record<string, unknown> {
  const revision = (held?.data.revision ?? 0) + 1;
  if ('withdrawal' in what) {
    const decidedBy = what.withdrawal.decidedBy;
    return { ...held?.json, revision, decidedBy, documentNo, reason, status: 'withdrawn' };
  }
  const { decidedOn, ...terms } = what.terms;
  return { revision, ...terms, decidedOn: decidedOn || today, documentNo, reason, status: 'made' };
}

/**
 * An id that grows with time, so that of two decisions of one day the later one counts. It is also greater
 * than the ids of the same day that 0.1.0 made from their content.
 */
export function officersId(decidedOn: string, atMs: number): string {
  return `D-${decidedOn}-t${atMs}`;
}
