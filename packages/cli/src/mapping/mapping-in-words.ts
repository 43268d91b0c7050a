import type { FileFault } from '@duixian/formats/reading';
import type { Mapping, Recognised, RegisterReading } from '@duixian/formats/register';
import { plural } from '../report/plain-words.ts';
import { table } from '../report/table.ts';

/** A unit whose code nobody knows yet, and the lines that wait for it. */
export type UnitOfLines = {
  readonly name: string;
  readonly division: string | undefined;
  readonly code: string | undefined;
  readonly lines: number[];
};

const KINDS = { csv: 'CSV', xlsx: 'Excel workbook (.xlsx)', spreadsheetml: 'XML of Excel 2003' } as const;
const FAULTS_SHOWN = 100;
const UNITS_SHOWN = 50;
const LINES_SHOWN = 5;

/** What a dry run found, in the order in which a person checks it: the file, its columns, its rows, what is wrong. */
export function dryRunInWords(
  mapping: Mapping,
  reading: RegisterReading,
  waiting: readonly UnitOfLines[],
): string[] {
  const { recognised, faults, warnings } = reading;
  return [
    `mapping ${mapping.id}, version ${mapping.version}, makes ${mapping.makes}${mapping.source ? ` of ${mapping.source}` : ' (a preset: a copy of it with a source is put in force)'}`,
    ...marksInWords(mapping),
    ...(recognised ? recognisedInWords(recognised) : []),
    '',
    countsInWords(reading),
    ...section('Units that are not known yet; their rows wait:', unitsTable(waiting)),
    ...section('Warnings:', faultsTable(warnings)),
    ...section(reading.isStopped ? 'The file was stopped:' : 'Refused:', faultsTable(faults)),
  ];
}

function marksInWords({ marks = [] }: Mapping): string[] {
  return marks.map(({ mark, of, why }) => `[${mark}] ${of.join(', ')}: ${why}`);
}

function recognisedInWords(found: Recognised): string[] {
  const { kind, encoding, sheet, is1904, headingLine, columns, ignored, absent } = found;
  return [
    '',
    [
      `file: ${KINDS[kind]}`,
      ...(encoding === undefined ? [] : [encoding]),
      ...(sheet === '' ? [] : [`sheet ${JSON.stringify(sheet)}`]),
      ...(is1904 ? ['days counted from 1904'] : []),
      `headings in line ${headingLine}`,
    ].join(', '),
    ...table(
      ['column', 'heading', 'field', 'unit'],
      columns.map(({ column, heading, field, unit = '' }) => [column, heading, field, unit]),
    ),
    ...(ignored.length > 0 ? [`ignored: ${ignored.join(', ')}`] : []),
    ...absent.map(
      ({ field, value, document }) => `no column for ${field}: ${value} in every row, by ${document}`,
    ),
  ];
}

function countsInWords({ counts, isStopped }: RegisterReading): string {
  const { rows, facts, waiting, refused, warnings, ignored } = counts;
  return [
    isStopped ? `${plural(rows, 'row')} read before the file was stopped` : plural(rows, 'row'),
    plural(facts, 'fact'),
    `${waiting} waiting`,
    `${refused} refused`,
    plural(warnings, 'warning'),
    ...(ignored > 0 ? [`${ignored} behind the end of the table`] : []),
  ].join(', ');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function unitsTable(units: readonly UnitOfLines[]): string[] {
  if (units.length === 0) return [];
  const rows = units.slice(0, UNITS_SHOWN).map(({ name, division = '', code = '', lines }) => {
    const more = lines.length > LINES_SHOWN ? `, … (${lines.length})` : '';
    return [name, division, code, `${lines.slice(0, LINES_SHOWN).join(', ')}${more}`];
  });
  const others = units.length - rows.length;
  return [
    ...table(['unit', 'division', 'code', 'lines'], rows),
    ...(others > 0 ? [`and ${plural(others, 'further unit')}`] : []),
  ];
}

export function faultsTable(faults: readonly FileFault[]): string[] {
  if (faults.length === 0) return [];
  const rows = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ line, place, message }) => [line === undefined ? '' : `${line}`, place, message]);
  const others = faults.length - rows.length;
  return [
    ...table(['line', 'heading', 'what is wrong, and what would be right'], rows),
    ...(others > 0 ? [`and ${others} more; --json lists them`] : []),
  ];
}
