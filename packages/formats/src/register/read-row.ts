import {
  cloudEvent,
  type FactTypeName,
  type Fault,
  MAX_ITEM_BYTES,
  type Party,
  readItem,
} from '@duixian/facts';
import type { PartyPart } from '../mapping/slots.ts';
import { SUBJECT_COLUMNS } from '../mapping/targets.ts';
import type { FileFault } from '../reading.ts';
import type { Row } from '../tables/table.ts';
import { type CellContext, readColumn } from './read-column.ts';
import { RowDraft, type WaitingUnit } from './row-draft.ts';
import type { RowPlan } from './row-plan.ts';

export type FactContext = CellContext & {
  readonly source: string;
  /** A sheet has no revisions: the caller compares what it holds (docs of packages/formats). */
  readonly revisionOf: (
    type: FactTypeName,
    subject: string,
    data: Readonly<Record<string, unknown>>,
  ) => number;
};

/**
 * What a row of a file becomes. `data` of a waiting row lacks the parties that `units` names, and its revision; the rest
 * has passed the checks of its type.
 */
export type RowOutcome = { readonly line: number; readonly warnings: readonly FileFault[] } & (
  | { readonly outcome: 'fact'; readonly subject: string; readonly event: Readonly<Record<string, unknown>> }
  | {
      readonly outcome: 'waiting';
      readonly subject: string;
      readonly data: Readonly<Record<string, unknown>>;
      readonly units: readonly WaitingUnit[];
    }
  | { readonly outcome: 'refused'; readonly faults: readonly FileFault[] }
);

export type RowReading = { readonly outcome: RowOutcome; readonly amounts: ReadonlyMap<string, bigint> };

/** Stands for a unit that is not known yet while the rest of its row is checked. */
const SOMEBODY: Party = {
  uscc: '91410100EXAMPLE045',
  name: '待补录',
  kind: 'enterprise',
  divisionCode: '410100',
};
/** A UTF-16 unit has at most three bytes in UTF-8; signs that JSON escapes with more are refused in any text. */
const MOST_BYTES_OF_A_UNIT = 3;
const BYTES_BESIDE = 4096;
const PART_OF: Readonly<Record<string, PartyPart>> = {
  uscc: 'uscc',
  name: 'name',
  kind: 'nature',
  divisionCode: 'division',
  country: 'country',
};

export function readRow(row: Row, plan: RowPlan, context: FactContext): RowReading {
  const draft = new RowDraft(row, plan);
  if (row.isHidden)
    draft.faults.push({
      line: row.line,
      place: '',
      code: 'bad-field',
      message: 'the row is hidden (by a filter, for example); show it, look at it, and send the file again',
    });
  for (const planned of plan.columns) readColumn(draft, planned, context);
  if (draft.faults.length > 0) return refused(draft);
  const { makes } = plan.mapping;
  if (makes === 'duixian.contract.v1') draft.data['intermediary'] ??= null;
  if (makes === 'duixian.invoice.v1') {
    draft.data['instrumentIds'] ??= [];
    draft.data['usageIds'] ??= [];
  }
  return judged(draft, context);
}

function judged(draft: RowDraft, context: FactContext): RowReading {
  const { subject, data, waiting, warnings, amounts, row } = draft;
  const type = draft.plan.mapping.makes;
  const { line } = row;
  const stated = Object.fromEntries(
    waiting.filter(({ field }) => data[field] === undefined).map(({ field }) => [field, SOMEBODY]),
  );
  const revision = waiting.length > 0 ? 1 : context.revisionOf(type, subject, data);
  const { source, time } = context;
  const key = { id: `${subject}@${revision}`, source, type, subject, time };
  const event = cloudEvent(key, { revision, ...data, ...stated });
  const read = readItem(event, bytesOf(event, row));
  if ('faults' in read) {
    draft.faults.push(...read.faults.map((fault) => atItsPlace(draft, fault)));
    return refused(draft);
  }
  if (waiting.length > 0)
    return { outcome: { line, outcome: 'waiting', subject, data, units: waiting, warnings }, amounts };
  return { outcome: { line, outcome: 'fact', subject, event, warnings }, amounts };
}

/** At least as many bytes as the fact has as JSON; counted only where its row is long. */
function bytesOf(event: object, { cells }: Row): number {
  const most = cells.reduce((sum, { text }) => sum + text.length * MOST_BYTES_OF_A_UNIT, BYTES_BESIDE);
  return most <= MAX_ITEM_BYTES ? most : Buffer.byteLength(JSON.stringify(event));
}

function refused({ row, faults, warnings, amounts }: RowDraft): RowReading {
  return { outcome: { line: row.line, outcome: 'refused', faults, warnings }, amounts };
}

/** A fault of a fact, as one of the cell that it comes from. */
function atItsPlace({ plan, row }: RowDraft, { field, message }: Fault): FileFault {
  const [first = '', second = '', third = ''] = field.split('.');
  const name = first === 'data' ? second : first;
  const planned =
    plan.columns.find((one) => one.field === name) ??
    plan.columns.find(
      (one) => first === 'subject' && SUBJECT_COLUMNS[plan.mapping.makes].includes(one.field),
    ) ??
    plan.columns.find((one) => one.column.as === 'period' && /^(startedAt|endedAt)$/.test(name));
  const places = planned?.places;
  const place = places?.get(PART_OF[third] ?? 'value') ?? places?.get('name') ?? places?.get('value');
  return {
    line: row.line,
    place: place?.heading ?? name,
    code: 'bad-field',
    message: message.replaceAll(/\bdata\./g, ''),
  };
}
