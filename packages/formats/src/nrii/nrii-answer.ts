import type { FileFault } from '../reading.ts';

/** What became of a record in the end, in the words of the registers and of this package. */
export type NriiOutcome =
  | 'recorded'
  | 'duplicate'
  | 'stale'
  | 'waiting'
  | 'ambiguous'
  | 'already-final'
  | 'ignored'
  | 'refused';

export type NriiResult = {
  readonly index: number;
  readonly innerId: string;
  readonly outcome: NriiOutcome;
  readonly message: string;
};

/** NRII's own answer was not seen [assumed]: 0 where nothing was refused. */
export type NriiAnswer = {
  readonly code: 0 | 1;
  readonly message: string;
  readonly results: readonly NriiResult[];
};

const WORDS: Readonly<Record<NriiOutcome, string>> = {
  recorded: '已接收',
  duplicate: '重复（已有）',
  stale: '旧版本',
  waiting: '待补全单位',
  ambiguous: '已接收，无法区分',
  'already-final': '已定稿，未变更',
  ignored: '不需要的类型',
  refused: '已拒绝',
};

export function nriiAnswer(results: readonly NriiResult[]): NriiAnswer {
  const counts = (Object.keys(WORDS) as NriiOutcome[]).flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length;
    return count === 0 ? [] : [`${WORDS[outcome]} ${count} 条`];
  });
  const isRefused = results.some(({ outcome }) => outcome === 'refused');
  return { code: isRefused ? 1 : 0, message: `共 ${results.length} 条：${counts.join('，')}`, results };
}

/** The answer to a push of which nothing was taken. */
export function nriiRefusal(faults: readonly FileFault[]): NriiAnswer {
  return { code: 1, message: faults.map(({ message }) => message).join('; '), results: [] };
}
