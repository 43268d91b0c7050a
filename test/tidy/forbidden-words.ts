import { finding } from './finding.ts';
import type { Tree } from './tree.ts';

interface Forbidden {
  pattern: RegExp;
  files: RegExp;
  what: string;
  remedy: string;
}

// Letters in brackets prevent a pattern from matching itself.
const forbidden: Forbidden[] = [
  {
    pattern: /\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|not im[p]lemented/,
    files: /\.(ts|mjs|md|sh|proto|ya?ml)$/,
    what: 'work left undone',
    remedy: 'Do it, or take the sentence out',
  },
  {
    pattern: /\b(it|test|describe)\.(skip|only|todo|failing)\b|\b[xf](it|test|describe)\(/,
    files: /\.ts$/,
    what: 'a test that is skipped, or that skips the others',
    remedy: 'Let every test run, or delete it',
  },
  {
    pattern:
      /registry\.[n]pm|[n]pmmirror|[p]ypi\.org|[p]ythonhosted|proxy\.[g]olang|deb\.[d]ebian|[c]rates\.io|[m]aven\.org/,
    files: /./,
    what: 'the host name of a package registry',
    remedy: 'Let each package manager use its own configuration',
  },
  {
    pattern: /(^|[\s"'`=:(])\/(home\/\w|root\/|Users\/\w|work\/)/,
    files: /./,
    what: 'a path of one machine',
    remedy: 'Use a path relative to the repository or a temporary folder',
  },
];
const thisRule = 'test/tidy/';

export function forbiddenWords(tree: Tree): string[] {
  return [...tree.texts]
    .filter(([path]) => !path.startsWith(thisRule))
    .flatMap(([path, text]) =>
      forbidden.filter(({ files }) => files.test(path)).flatMap((rule) => occurrences(path, text, rule)),
    );
}

function occurrences(path: string, text: string, { pattern, what, remedy }: Forbidden): string[] {
  // Most files contain none, and one search of the whole text is cheaper than one of each line.
  if (!new RegExp(pattern, 'm').test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [finding(`${path}:${index + 1}`, what, remedy)] : []));
}
