import type * as api from '@duixian/api';
import type { runsV1 } from '@duixian/proto';
import type { z } from 'zod';
import { accountAmountJson } from './accounts.ts';
import { exactNumber, exactSum } from './exact-number.ts';
import { wireWord } from './wire-word.ts';

export function runJson(run: runsV1.Run): z.output<typeof api.runSchema> {
  return {
    id: run.id,
    title: run.title,
    programme: run.programme,
    fiscalYear: run.fiscalYear,
    groups: run.groups,
    years: run.years,
    lines: run.lines,
    linesOut: run.linesOut,
    undecidedObjections: run.undecidedObjections,
    smallestFen: exactNumber(run.smallestFen),
    state: wireWord('RUN_STATE_', run.state) as (typeof api.RUN_STATES)[number],
    step: run.step || null,
    publicity: publicityJson(run),
    draftFen: exactSum(run.draftFen),
    publishedFen: exactSum(run.publishedFen),
    approvedFen: exactSum(run.approvedFen),
    issuedFen: exactSum(run.issuedFen),
    notes: run.notes.map(({ event, by, at, document, entity }) => ({
      ...{ event, by, at, document },
      entity: entity || null,
    })),
  };
}

function publicityJson({ publicity }: runsV1.Run) {
  if (!publicity) return null;
  const { from, until, workingDays } = publicity;
  return { from, until, workingDays };
}

export function runLineJson(line: runsV1.RunLine): z.output<typeof api.runLineSchema> {
  const { entity, name, amounts, published, draftFen, approvedFen, issuedFen, out, objections, order } = line;
  return {
    entity,
    name,
    amounts: amounts.map(accountAmountJson),
    published: published.map(accountAmountJson),
    draftFen: exactSum(draftFen),
    approvedFen: approvedFen === undefined ? null : exactSum(approvedFen),
    issuedFen: issuedFen === undefined ? null : exactSum(issuedFen),
    out: out || null,
    objections: objections.map(({ reason, by, at, document, outcome }) => ({
      ...{ reason, by, at, document },
      outcome: outcomeJson(outcome),
    })),
    order: order || null,
  };
}

function outcomeJson(outcome: runsV1.RunLine_Outcome | undefined) {
  if (!outcome) return null;
  const { upheld, by, at, reason, document } = outcome;
  return { upheld, by, at, reason, document };
}
