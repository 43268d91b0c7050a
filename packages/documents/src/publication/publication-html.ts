import { formatYuan } from '@duixian/values';
import { visibleText } from '../text/writable.ts';
import { numberedLines, type PublicationLine, type PublicationList } from './publication-list.ts';

const CHUNK_CHARACTERS = 16_384;

/** Self-contained: no script, no font, no picture from elsewhere. */
const STYLE = `
body{font-family:"Noto Serif CJK SC","Songti SC",SimSun,serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;line-height:1.6}
h1{text-align:center;font-size:1.6rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}
dt{font-weight:bold}dd{margin:0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}
caption{text-align:left;padding:.5rem 0;font-weight:bold}
th,td{border:1px solid #555;padding:.3rem .5rem;vertical-align:top;text-align:left}
thead th{background:#eee}
.fen{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
ul{margin:0;padding-left:1.2em}
@media print{body{max-width:none;margin:0;font-size:10.5pt}.wide{overflow:visible}thead{display:table-header-group}tfoot{display:table-row-group}tr{break-inside:avoid}thead th{background:none}@page{size:A4 landscape;margin:15mm}}
`;

/** The list as a page for a city's web site, piece by piece. */
export async function* publicationHtml(list: PublicationList): AsyncGenerator<string> {
  let chunk = beginning(list);
  for await (const [number, line] of numberedLines(list)) {
    chunk += row(number, line);
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk + ending(list);
}

function beginning(list: PublicationList): string {
  const title = escaped(list.title);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<dl>
${about(list)}
</dl>
<div class="wide" role="region" aria-labelledby="caption" tabindex="0">
<table>
<caption id="caption">拟拨付名单：共 ${list.lineCount} 家单位，合计 ${formatYuan(list.totalFen)} 元</caption>
<thead>
<tr><th scope="col">序号</th><th scope="col">单位名称</th><th scope="col">统一社会信用代码</th><th scope="col">依据（条款、事项、年度、金额）</th><th scope="col" class="fen">拟拨付金额（元）</th></tr>
</thead>
<tbody>
`;
}

function about({
  documentNo,
  programme,
  runId,
  publishedOn,
  from,
  until,
  objectionsTo,
}: PublicationList): string {
  return [
    ['文号', escaped(documentNo)],
    ['项目', escaped(programme)],
    ['批次', escaped(runId)],
    ['发布日期', time(publishedOn)],
    ['公示期', `${time(from)} 至 ${time(until)}（含当日）`],
    ['异议受理', escaped(objectionsTo)],
  ]
    .map(([term, words]) => `<dt>${term}</dt><dd>${words}</dd>`)
    .join('\n');
}

function row(number: number, { entity, name, grounds, amountFen }: PublicationLine): string {
  const items = grounds.map(
    (ground) =>
      `<li>${escaped(ground.article)} ${escaped(ground.groundZh)}，${ground.year} 年度，${formatYuan(ground.amountFen)} 元</li>`,
  );
  return `<tr><td>${number}</td><th scope="row"><bdi>${escaped(name)}</bdi></th><td>${escaped(entity)}</td><td><ul>${items.join('')}</ul></td><td class="fen">${formatYuan(amountFen)}</td></tr>\n`;
}

function ending({ totalFen, objectionsTo, until }: PublicationList): string {
  return `</tbody>
<tfoot>
<tr><th scope="row" colspan="4">合计</th><td class="fen">${formatYuan(totalFen)}</td></tr>
</tfoot>
</table>
</div>
<p>任何单位或者个人对名单有异议的，可在 ${time(until)} 24 时前向${spaced(objectionsTo)}提出，并说明理由。</p>
</main>
</body>
</html>
`;
}

function time(day: string): string {
  return `<time datetime="${escaped(day)}">${escaped(day)}</time>`;
}

/** Chinese text needs no blanks around a name; Latin letters and digits do. */
function spaced(words: string): string {
  const before = /^[!-~]/.test(words) ? ' ' : '';
  const after = /[!-~]$/.test(words) ? ' ' : '';
  return `${before}${escaped(words)}${after}`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return visibleText(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
