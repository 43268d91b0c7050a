import { ALL_ROUTES } from './all-routes.ts';
import { COMMANDS, WITHOUT_KEY } from './commands.ts';
import { openApiPath, type Route } from './route.ts';

/** Every POST and PUT as a row of one of the tables in docs/commands.md. */
function tablesInMarkdown(language: Language): string {
  const writes = ALL_ROUTES.filter(({ method }) => method !== 'GET').sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const { heads } = WORDS[language];
  return [
    ...[...heads[0], ...writes.flatMap((route) => commandRow(route, language))],
    ...['', ...heads[1], ...writes.flatMap((route) => rowWithoutKey(route, language))],
  ].join('\n');
}

type Language = 'en' | 'zh';

const WORDS = {
  en: {
    heads: [
      ['| command | path | RPC | what identifies it besides its key |', '|---|---|---|---|'],
      ['| without a key | path | why a repetition is harmless |', '|---|---|---|'],
    ],
  },
  zh: {
    heads: [
      ['| 命令 | 路径 | RPC | 除键之外由什么识别（英文） |', '|---|---|---|---|'],
      ['| 不用键 | 路径 | 重复为何无害（英文） |', '|---|---|---|'],
    ],
  },
} as const;

function commandRow(route: Route, language: Language): string[] {
  const command = COMMANDS[route.path];
  if (!command) return [];
  const rpc = `\`${command.service}\` ${command.rpc}`;
  return [`| ${nameOf(route, language)} | \`${openApiPath(route.path)}\` | ${rpc} | ${command.rule} |`];
}

function rowWithoutKey(route: Route, language: Language): string[] {
  const why = WITHOUT_KEY[route.path];
  return why === undefined
    ? []
    : [`| ${nameOf(route, language)} | \`${openApiPath(route.path)}\` | ${why} |`];
}

function nameOf({ summary, summaryZh }: Route, language: Language): string {
  return language === 'en' ? summary : summaryZh;
}

/** A page of text with its tables generated again, between the two marks. */
export function withCommands(page: string, language: Language): string {
  return page.replace(
    /(<!-- commands -->\n)[\s\S]*(\n<!-- end of commands -->)/,
    (_, begin: string, end: string) => [begin, tablesInMarkdown(language), end].join(''),
  );
}
