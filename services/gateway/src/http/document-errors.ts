import { errorRows } from '@duixian/api';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { type Language, languageOf } from './problem.ts';

const WORDS = {
  en: {
    title: 'Error codes',
    ofRequests: 'Of a request',
    ofItems: 'Of an item, while the others are recorded',
    head: ['code', 'status', 'what it means', 'what to do'],
  },
  zh: {
    title: '错误码',
    ofRequests: '整个请求',
    ofItems: '其中一条（同批其他各条照常登记）',
    head: ['代码', '状态', '含义', '处理'],
  },
};

/** /docs/errors, where every problem leads: a page without scripts, in the language that is preferred. */
export function documentErrors(app: FastifyInstance, limit: onRequestAsyncHookHandler): void {
  const pages = { en: pageIn('en'), zh: pageIn('zh') };
  const shown = { exposeHeadRoute: true, schema: { hide: true }, onRequest: limit };
  app.get('/docs/errors', shown, (request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      .header('vary', 'Accept-Language')
      .send(pages[languageOf(request.headers['accept-language'])]),
  );
}

function pageIn(language: Language): string {
  const { title, ofRequests, ofItems, head } = WORDS[language];
  const { requests, items } = errorRows(language);
  const requestRows = requests.map(({ code, status, title: meaning, remedy }) =>
    row(code, String(status), meaning, remedy),
  );
  const itemRows = items.map(({ code, title: meaning, remedy }) => row(`item-${code}`, meaning, remedy));
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>`,
    '<meta name="viewport" content="width=device-width"><style>',
    'body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}',
    'table{border-collapse:collapse}th,td{border:1px solid #888;padding:.3rem .6rem;text-align:left;vertical-align:top}',
    `tr:target{background:#ffd}</style></head><body><main><h1>${title}</h1>`,
    `<h2>${ofRequests}</h2>${table(head, requestRows)}`,
    `<h2>${ofItems}</h2>${table(head.toSpliced(1, 1), itemRows)}`,
    '</main></body></html>',
  ].join('');
}

function table(head: readonly string[], rows: readonly string[]): string {
  const cells = head.map((name) => `<th scope="col">${name}</th>`).join('');
  return `<table><thead><tr>${cells}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** `id` is what a problem's `docUrl` ends with; a reason of items may have the name of a kind of problem. */
function row(id: string, ...cells: readonly string[]): string {
  const texts = cells.map((cell) => `<td>${marked(cell)}</td>`).join('');
  return `<tr id="${id}"><th scope="row"><code>${id.replace('item-', '')}</code></th>${texts}</tr>`;
}

/** The words are our own; what stands in backticks is code. */
function marked(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
