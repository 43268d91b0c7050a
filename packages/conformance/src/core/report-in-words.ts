import { countsOf, type Report, sumOf } from './report.ts';
import { type Evidence, type Language, STATUSES, type Status, type Words } from './rule.ts';
import type { Result } from './run-rules.ts';

const SHOWN = 5;
const WIDEST_STATUS = 'INTERRUPTED'.length;

export const STATUS_WORDS: Readonly<Record<Status, Words>> = {
  PASSED: { zh: '通过', en: 'passed' },
  FAILED: { zh: '未通过', en: 'failed' },
  WARNING: { zh: '警告', en: 'warning' },
  REVIEW: { zh: '待人工确认', en: 'for a person to review' },
  SKIPPED: { zh: '未检查', en: 'skipped' },
  INTERRUPTED: { zh: '中断', en: 'interrupted' },
};

const LABELS = {
  remedy: { zh: '怎么改', en: 'remedy' },
  basis: { zh: '依据', en: 'basis' },
  received: { zh: '收到', en: 'received' },
  sum: { zh: '报告 SHA-256', en: 'SHA-256 of the report' },
  seed: { zh: '种子', en: 'seed' },
} satisfies Record<string, Words>;

/** Lines for a terminal, which wraps them: each rule, and below what is not right why and what to do. */
export function reportInWords(report: Report, language: Language): string[] {
  const { profile, subject, startedAt, seed, versions, results } = report;
  const about = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `conform ${profile}: ${subject}`,
    [startedAt, ...(seed === null ? [] : [`${LABELS.seed[language]} ${seed}`]), ...about].join(', '),
    '',
    ...results.flatMap((result) => resultInWords(result, language)),
    '',
    countsInWords(report, language),
    `${LABELS.sum[language]}: ${sumOf(report)}`,
  ];
}

export function countsInWords(report: Report, language: Language): string {
  const counts = countsOf(report);
  return STATUSES.flatMap((status) => {
    const count = counts.get(status);
    return count === undefined ? [] : [`${count} ${STATUS_WORDS[status][language]}`];
  }).join(language === 'zh' ? '，' : ', ');
}

function resultInWords({ rule, verdict }: Result, language: Language): string[] {
  const { status, reason, evidence } = verdict;
  const line = `${status.padEnd(WIDEST_STATUS)}  ${rule.id}  ${rule.asks[language]}`;
  if (status === 'PASSED') return [line];
  const remedy = status === 'FAILED' || status === 'WARNING';
  const more = evidence.length > SHOWN ? [`    … ${evidence.length - SHOWN}`] : [];
  return [
    line,
    `    ${reason[language]}`,
    ...evidence.slice(0, SHOWN).flatMap((one) => evidenceInWords(one, language)),
    ...more,
    ...(remedy
      ? [
          `    ${LABELS.remedy[language]}: ${rule.remedy[language]}`,
          `    ${LABELS.basis[language]}: ${rule.basis}`,
        ]
      : []),
  ];
}

function evidenceInWords({ place, received, difference }: Evidence, language: Language): string[] {
  const [first = ''] = received.split('\n');
  return [
    `    ${place}: ${difference[language]}`,
    ...(first === '' ? [] : [`      ${LABELS.received[language]}: ${first}`]),
  ];
}
