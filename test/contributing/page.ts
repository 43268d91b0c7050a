import { readFileSync } from 'node:fs';
import { defined } from '@duixian/values';

export const ROOT = new URL('../../', import.meta.url);

export type Row = {
  /** The files and folders that a row of a table names, from the root of the repository. */
  readonly paths: readonly string[];
  readonly change: string;
};

/** A page of docs/contributing as a test reads it: its sections, their blocks of code and their tables. */
export class Page {
  readonly text: string;

  constructor(name: string) {
    this.text = readFileSync(new URL(`docs/contributing/${name}.md`, ROOT), 'utf8');
  }

  section(title: string): string {
    const found = this.text.split(/^## /m).find((section) => section.startsWith(title));
    return defined(found, `the page has a section "${title}"`);
  }

  /** The blocks of code of a language in a section. */
  blocks(title: string, language: string): string[] {
    const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
    return [...this.section(title).matchAll(fenced)].map(([, code = '']) => code);
  }

  /** The command lines of a section that begin with a text, without their prompt. */
  commands(title: string, start: string): string[] {
    const lines = this.section(title).split('\n');
    return lines.flatMap((line) => {
      const command = line.match(/^ {4}(?:\$ )?(.*)$/)?.[1] ?? '';
      return command.startsWith(start) ? [command.replace(/\s+#.*$/, '')] : [];
    });
  }

  /** The rows of every table of a section that say what to change where. */
  rows(title: string): Row[] {
    const section = this.section(title);
    // "## 1. The schema: `packages/facts`": the paths of its tables begin there.
    const base = section.match(/^[^\n]*`((?:packages|services)\/[a-z-]+)`/)?.[1];
    return [...section.matchAll(/^\| (`[^|]*`) \| (.*) \|$/gm)].map(([, cell = '', change = '']) => ({
      paths: pathsIn(cell, base),
      change,
    }));
  }
}

/** "`test/simulation/programs.ts`, `world.ts`": a name without a folder is in the folder of the one before it. */
function pathsIn(cell: string, base: string | undefined): string[] {
  let folder = base === undefined ? '' : `${base}/`;
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path = '']) => {
    const isWhole = /^(?:packages|services|test|deploy|docs|k8s|proto)\//.test(path) || /^[A-Z]/.test(path);
    const whole = isWhole ? path : `${folder}${path}`;
    if (isWhole && path.includes('/')) folder = path.slice(0, path.lastIndexOf('/') + 1);
    return whole;
  });
}
