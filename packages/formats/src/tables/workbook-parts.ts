import { parseXml } from './parse-xml.ts';
import { type SheetName, TableRefused, type WorkbookLimits } from './table.ts';
import type { Parts } from './unpack-workbook.ts';

export type SheetPart = SheetName & { readonly path: string };

export type WorkbookOutline = {
  readonly sheets: readonly SheetPart[];
  /** The places of shared texts and styles; '' where there are none. */
  readonly texts: string;
  readonly styles: string;
  readonly is1904: boolean;
};

/** The sheets of a workbook in order, and what is needed to read them. */
export async function readOutline(parts: Parts): Promise<WorkbookOutline> {
  const targets = new Map<string, string>();
  let texts = '';
  let styles = '';
  await parseXml(parts.read('xl/_rels/workbook.xml.rels'), {
    open(name, attribute) {
      if (name !== 'Relationship') return;
      const path = pathOf(attribute('Target') ?? '');
      const type = attribute('Type') ?? '';
      targets.set(attribute('Id') ?? '', path);
      if (type.endsWith('/sharedStrings')) texts = path;
      if (type.endsWith('/styles')) styles = path;
    },
  });
  const sheets: SheetPart[] = [];
  let is1904 = false;
  await parseXml(parts.read('xl/workbook.xml'), {
    open(name, attribute) {
      if (name === 'workbookPr') is1904 = isOn(attribute('date1904'));
      if (name !== 'sheet') return;
      const path = targets.get(attribute('r:id') ?? '') ?? '';
      const isHidden = (attribute('state') ?? 'visible') !== 'visible';
      if (parts.has(path)) sheets.push({ name: attribute('name') ?? '', isHidden, path });
    },
  });
  if (sheets.length === 0) throw new Error('a workbook has a sheet');
  return { sheets, texts, styles, is1904 };
}

export function isOn(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true';
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** The texts that cells share, by index. */
export async function readSharedTexts(parts: Parts, path: string, limits: WorkbookLimits): Promise<string[]> {
  if (!parts.has(path)) return [];
  const texts: string[] = [];
  let characters = 0;
  const collector = new TextCollector(limits.cellCharacters);
  await parseXml(parts.read(path), {
    open(name) {
      if (name === 'si') collector.begin();
      collector.open(name);
    },
    text: (text) => collector.add(text),
    close(name) {
      collector.close(name);
      if (name !== 'si') return;
      const text = collector.end();
      characters += text.length;
      if (texts.length >= limits.texts || characters > limits.textCharacters)
        throw new TableRefused(
          `the workbook has more than ${limits.texts} different texts, or more than ${limits.textCharacters} characters in them; leave only the table in it`,
        );
      texts.push(text);
    },
  });
  return texts;
}

/** The text of a cell or of a shared one: all its text runs, without phonetic hints. */
export class TextCollector {
  readonly #most: number;
  #pieces: string[] = [];
  #length = 0;
  #isText = false;
  #isPronunciation = false;

  constructor(mostCharacters: number) {
    this.#most = mostCharacters;
  }

  begin(): void {
    this.#pieces = [];
    this.#length = 0;
  }

  open(name: string): void {
    if (name === 'rPh') this.#isPronunciation = true;
    this.#isText = name === 't' || name === 'v';
  }

  add(text: string): void {
    if (!this.#isText || this.#isPronunciation) return;
    this.#length += text.length;
    if (this.#length <= this.#most) this.#pieces.push(text);
    else throw new TableRefused(`a cell has more than ${this.#most} characters`);
  }

  close(name: string): void {
    if (name === 'rPh') this.#isPronunciation = false;
    this.#isText = false;
  }

  end(): string {
    return unescaped(this.#pieces.join(''));
  }
}

/** ECMA-376 part 1, 22.9.2.19: `_x0041_` represents a character that is written by its number. */
function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The styles that format a cell as a date, by number; a spreadsheet stores days as numbers. */
export async function readDateStyles(parts: Parts, path: string): Promise<ReadonlySet<string>> {
  if (!parts.has(path)) return new Set();
  const formats = new Set<string>();
  const styles = new Set<string>();
  let isCells = false;
  let count = 0;
  await parseXml(parts.read(path), {
    open(name, attribute) {
      if (name === 'numFmt' && isDateFormat(attribute('formatCode') ?? ''))
        formats.add(attribute('numFmtId') ?? '');
      if (name === 'cellXfs') isCells = true;
      if (name !== 'xf' || !isCells) return;
      const id = attribute('numFmtId') ?? '0';
      if (formats.has(id) || isBuiltInDate(Number(id))) styles.add(`${count}`);
      count += 1;
    },
    close(name) {
      if (name === 'cellXfs') isCells = false;
    },
  });
  return styles;
}

function isDateFormat(code: string): boolean {
  return /[ymdhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '').replaceAll(/general/gi, ''));
}

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}
