import { type Report, sumOf } from './report.ts';
import { countsInWords, STATUS_WORDS } from './report-in-words.ts';
import type { Evidence, Words } from './rule.ts';
import type { Result } from './run-rules.ts';
import { xmlText } from './xml-text.ts';

/** For A4 as well as a screen; nothing is loaded from anywhere, and nothing runs. */
const STYLE = `
@page { size: A4; margin: 18mm 15mm }
body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #111 }
h1 { font-size: 16pt } h2 { font-size: 11pt; margin: 0 }
section { border-top: 1px solid #999; padding: .6rem 0; break-inside: avoid-page }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; padding: .4rem; font-size: 8.5pt; margin: .2rem 1px }
p { margin: .2rem 0 } table { border-collapse: collapse } th { text-align: left; padding-right: 1rem; font-weight: normal; color: #555; vertical-align: top } td { overflow-wrap: anywhere }
.zh, .en { display: block } .en { color: #444 }
.status { font-weight: bold; border: 1px solid; padding: 0 .4rem } .FAILED { color: #a40000 } .INTERRUPTED, .WARNING { color: #7a4a00 } .PASSED { color: #005a1e } .REVIEW { color: #003d8f } .SKIPPED { color: #555 }
@media print { body { margin: 0; padding: 0 } pre { background: none; border: 1px solid #bbb } }
`;

/** One self-contained page in Chinese and English, to be read, printed and attached. */
export function htmlPage(report: Report): string {
  const { profile, subject, startedAt, seed, versions, results } = report;
  const rows: [Words, string][] = [
    [{ zh: '对象', en: 'subject' }, subject],
    [{ zh: '开始', en: 'started' }, startedAt],
    ...(seed === null ? [] : [[{ zh: '种子', en: 'seed' }, `${seed}`] satisfies [Words, string]]),
    ...Object.entries(versions).map(([name, version]): [Words, string] => [
      { zh: `${name} 版本`, en: 'version' },
      version,
    ]),
    [{ zh: '结果', en: 'result' }, `${countsInWords(report, 'zh')} / ${countsInWords(report, 'en')}`],
    [{ zh: '报告 SHA-256', en: 'SHA-256 of the report' }, sumOf(report)],
  ];
  const title = `对接检查报告 Conformance report: ${profile}`;
  return [
    '<!doctype html>',
    '<html lang="zh-CN">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    `<title>${xmlText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    `<h1>${xmlText(title)}</h1>`,
    '<table>',
    ...rows.map(
      ([label, value]) => `<tr><th>${xmlText(`${label.zh} ${label.en}`)}</th><td>${xmlText(value)}</td></tr>`,
    ),
    '</table>',
    ...results.map(section),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function section({ rule, verdict }: Result): string {
  const { status, reason, evidence } = verdict;
  const words = STATUS_WORDS[status];
  const isWrong = status === 'FAILED' || status === 'WARNING';
  return [
    '<section>',
    `<h2><span class="status ${status}">${status} ${words.zh}</span> ${xmlText(rule.id)} (${rule.severity})</h2>`,
    inBoth(rule.asks),
    `<p>依据 Basis: ${xmlText(rule.basis)}</p>`,
    inBoth(reason),
    ...evidence.map(evidenceHtml),
    ...(isWrong ? ['<p>怎么改 Remedy:</p>', inBoth(rule.remedy)] : []),
    '</section>',
  ].join('\n');
}

function evidenceHtml({ place, sent, received, difference }: Evidence): string {
  return [
    `<p>${xmlText(place)}</p>`,
    inBoth(difference),
    ...(sent === '' ? [] : [`<p>发出 Sent</p><pre>${xmlText(sent)}</pre>`]),
    ...(received === '' ? [] : [`<p>收到 Received</p><pre>${xmlText(received)}</pre>`]),
  ].join('\n');
}

function inBoth({ zh, en }: Words): string {
  if (zh === en) return `<p>${xmlText(zh)}</p>`;
  return `<p><span class="zh">${xmlText(zh)}</span><span class="en" lang="en">${xmlText(en)}</span></p>`;
}
