import { LIMITS } from '@duixian/values';
import { parseXml } from './parse-xml.ts';
import { type Parts, WorkbookRefused } from './unpack-workbook.ts';

const TOO_MUCH_TEXT = `the workbook has more than ${LIMITS.workbookTexts.most} different texts, or more than ${LIMITS.workbookTextCharacters.most} characters in them; leave only the table in it`;

export type SheetPart = { readonly name: string; readonly isHidden: boolean; readonly path: string };

/** The sheets of a workbook in order, and the places of its shared texts and styles. */
export async function readSheets(
  parts: Parts,
): Promise<{ sheets: readonly SheetPart[]; texts: string; styles: string }> {
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
  await parseXml(parts.read('xl/workbook.xml'), {
    open(name, attribute) {
      if (name !== 'sheet') return;
      const path = targets.get(attribute('r:id') ?? '') ?? '';
      const isHidden = (attribute('state') ?? 'visible') !== 'visible';
      if (parts.has(path)) sheets.push({ name: attribute('name') ?? '', isHidden, path });
    },
  });
  if (sheets.length === 0) throw new Error('a workbook has a sheet');
  return { sheets, texts, styles };
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** The texts that cells share, by index. */
export async function readSharedTexts(parts: Parts, path: string): Promise<string[]> {
  if (!parts.has(path)) return [];
  const texts: string[] = [];
  let characters = 0;
  const collector = new TextCollector();
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
      if (texts.length >= LIMITS.workbookTexts.most || characters > LIMITS.workbookTextCharacters.most)
        throw new WorkbookRefused(TOO_MUCH_TEXT);
      texts.push(text);
    },
  });
  return texts;
}

/** The text of a cell or of a shared one: all its text runs, without phonetic hints. */
export class TextCollector {
  #pieces: string[] = [];
  #length = 0;
  #isText = false;
  #isPronunciation = false;

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
    if (this.#length <= LIMITS.cellCharacters.most) this.#pieces.push(text);
    else throw new WorkbookRefused(`a cell has more than ${LIMITS.cellCharacters.most} characters`);
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
