import type { disbursementV1, runsV1 } from '@duixian/proto';
import type { Run } from './domain/run.ts';
import type { RunLine } from './domain/run-line.ts';
import type { RunState } from './domain/run-table.ts';

const STATES: Readonly<Record<RunState, runsV1.RunState>> = {
  draft: 'RUN_STATE_DRAFT',
  published: 'RUN_STATE_PUBLISHED',
  approved: 'RUN_STATE_APPROVED',
  issued: 'RUN_STATE_ISSUED',
  closed: 'RUN_STATE_CLOSED',
  cancelled: 'RUN_STATE_CANCELLED',
};

export function runMessage(run: Run): runsV1.Run {
  const { filter, sums, publicity } = run;
  return {
    id: run.id,
    title: run.title,
    programme: run.programme,
    fiscalYear: run.fiscalYear,
    groups: [...filter.groups],
    years: [...filter.years],
    smallestFen: filter.smallestFen,
    state: STATES[run.state],
    step: run.job?.event ?? '',
    ...(publicity && { publicity }),
    ...sums,
    notes: run.notes.map(({ event, entity, by, at, document }) => ({
      ...{ event, entity, by, document },
      at: at.toISOString(),
    })),
  };
}

export function runLineMessage(line: RunLine): runsV1.RunLine {
  const { entity, name, draftFen, approvedFen, issuedFen, out, order } = line;
  return {
    ...{ entity, name, draftFen, order },
    amounts: amountsOf(line.amounts),
    published: amountsOf(line.published),
    ...(approvedFen !== null && { approvedFen }),
    ...(issuedFen !== null && { issuedFen }),
    out: out ?? '',
    objections: line.objections.map(({ outcome, at, ...rest }) => ({
      ...rest,
      at: at.toISOString(),
      ...(outcome && { outcome: { ...outcome, at: outcome.at.toISOString() } }),
    })),
  };
}

function amountsOf(amounts: RunLine['amounts']): disbursementV1.AccountAmount[] {
  return amounts.map(({ year, group, fen }) => ({ year, group, fen }));
}
