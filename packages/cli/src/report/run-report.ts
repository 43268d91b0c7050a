import { formatYuan, shanghaiTime } from '@duixian/values';
import type { Run, RunLine } from '../system/answers.ts';
import { plural } from './plain-words.ts';
import { table } from './table.ts';

const STATES_ZH: Record<string, string> = {
  draft: '编制',
  published: '公示',
  approved: '已审批',
  issued: '已签发',
  closed: '已办结',
  cancelled: '已撤销',
};

const OUT_ZH: Record<string, string> = {
  held: '暂缓拨付',
  'nothing-open': '无应付余额',
  'belongs-to-another': '已归并其他单位',
  objection: '异议',
  cancelled: '批次撤销',
  'no-payee': '无收款账户',
  'beyond-exact': '合计超出精确范围，请按组或年度分批',
  'payee-confirmed-by-approver': '收款账户由审批人复核',
  defect: '账目异常，待技术核查',
};

/** Every payment run in a line. */
export function runsTable(runs: readonly Run[]): string[] {
  const headings = [
    'run 批次',
    'title',
    'state',
    'lines (out)',
    'published 公示, yuan',
    'approved 审批, yuan',
  ];
  return table(
    [...headings, 'issued 签发, yuan'],
    runs.map((run) => [
      run.id,
      run.title,
      stateOf(run),
      `${run.lines} (${run.linesOut})`,
      ...[run.publishedFen, run.approvedFen, run.issuedFen].map(formatYuan),
    ]),
  );
}

/** One payment run with its sums and its acts. */
export function runInWords(run: Run): string[] {
  const { publicity, notes } = run;
  const facts = [
    `${run.id} ${run.title}: ${stateOf(run)}`,
    `programme 项目 ${run.programme}, fiscal year ${run.fiscalYear}`,
    ...(publicity ? [publicNoticeInWords(publicity)] : []),
    `${run.lines} lines, ${run.linesOut} out, ${run.undecidedObjections} objections 异议 undecided`,
    `draft 编制 ${formatYuan(run.draftFen)} → published 公示 ${formatYuan(run.publishedFen)} → approved 审批 ${formatYuan(run.approvedFen)} → issued 签发 ${formatYuan(run.issuedFen)} yuan`,
  ];
  const history = notes.map(
    ({ event, entity, by, at, document }) =>
      `  ${shanghaiTime(at)} ${event}${entity ? ` ${entity}` : ''} by ${by}: ${document}`,
  );
  return [...facts, ...history];
}

function publicNoticeInWords({ from, until, workingDays }: NonNullable<Run['publicity']>): string {
  // With no working days of notice, approval does not wait, so the dates would mislead.
  if (workingDays === 0) return 'public 公示 for no working days, as set for its programme';
  return `public 公示 ${from} to ${until}, ${plural(workingDays, 'working day')}`;
}

/** What each entity gets at each step, or why not. */
export function runLinesTable(lines: readonly RunLine[]): string[] {
  const headings = [
    'entity 单位',
    'published 公示, yuan',
    'approved 审批, yuan',
    'issued 签发, yuan',
    'why out 剔除原因',
  ];
  return table(
    [...headings, 'order 支付申请'],
    lines.map((line) => [
      [line.entity, line.name],
      yuan(line.published.length === 0 ? null : line.published.reduce((sum, { fen }) => sum + fen, 0n)),
      yuan(line.approvedFen),
      yuan(line.issuedFen),
      whyOut(line),
      line.order ?? '–',
    ]),
  );
}

function stateOf({ state, step }: Run): string {
  const words = `${state} ${STATES_ZH[state] ?? ''}`.trim();
  return step === null ? words : `${words}, ${step} in progress`;
}

function whyOut({ out, objections }: RunLine): string {
  if (out === null) return '–';
  const reason = out === 'objection' ? `: ${objections.at(-1)?.reason ?? ''}` : '';
  return `${out} ${OUT_ZH[out] ?? ''}`.trim() + reason;
}

function yuan(fen: bigint | null): string {
  return fen === null ? '–' : formatYuan(fen);
}
