import { shanghaiTime } from '@duixian/values';
import { table } from '../report/table.ts';
import type { Import } from '../system/answers.ts';

const RATE_FROM_LINES = 1_000;

const STATE_IN_WORDS: Readonly<Record<Import['state'], string>> = {
  receiving: 'its content is being sent',
  running: 'it is being worked through',
  finished: 'finished',
  stopped: 'stopped: what was recorded stays, nothing further is read',
  cancelled: 'cancelled: what was recorded stays',
};

/** An import on a few lines, within 80 columns where its texts are short. */
export function importInWords(one: Import): string[] {
  const { id, kind, mapping, dryRun, source, state, bytes, counts, faults, warnings } = one;
  const { read, recorded, duplicate, stale, waiting, alreadyFinal, refused } = counts;
  const how = mapping === null ? kind : `${kind} by ${mapping}`;
  const became = [
    `${recorded} ${dryRun ? 'would be recorded' : 'recorded'}`,
    ...[`${duplicate} duplicate`, `${stale} stale`, `${waiting} waiting for a unit`],
    ...(alreadyFinal > 0 ? [`${alreadyFinal} final already`] : []),
    `${refused} refused`,
  ];
  return [
    `${id}${dryRun ? ' (dry run: nothing is recorded)' : ''}: ${STATE_IN_WORDS[state]}`,
    `  ${how}, of ${source}`,
    ...(state === 'receiving' ? [`  ${bytes.toLocaleString('en')} bytes have arrived`] : []),
    ...(state === 'receiving'
      ? []
      : [`  ${read.toLocaleString('en')} lines${rateOf(one)}: ${became.join(', ')}`]),
    ...faults.map((fault) => `  ${inWords(fault)}`),
    ...warnings.map((warning) => `  note: ${inWords(warning)}`),
  ];
}

/** Of a few lines it says nothing. */
function rateOf({ linesPerSecond, counts }: Import): string {
  return linesPerSecond === null || counts.read < RATE_FROM_LINES ? '' : ` (${Math.round(linesPerSecond)}/s)`;
}

function inWords({ line, place, message }: Import['faults'][number]): string {
  const where = [line === null ? '' : `line ${line}`, place].filter((part) => part !== '').join(', ');
  return where === '' ? message : `${where}: ${message}`;
}

export function importsTable(imports: readonly Import[]): string[] {
  const rows = imports.map(({ id, kind, state, counts, createdAt, dryRun }) => [
    ...[id, dryRun ? `${kind}, dry` : kind, state, String(counts.read), String(counts.refused)],
    shanghaiTime(createdAt),
  ]);
  return table(['import', 'kind', 'state', 'lines', 'refused', 'begun'], rows);
}
