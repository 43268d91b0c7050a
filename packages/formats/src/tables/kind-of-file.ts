import { type FileKind, TableRefused } from './table.ts';

const SAVE = 'open it and save it as an Excel workbook (另存为 .xlsx), or as CSV UTF-8';
const HEAD_BYTES = 4096;
const SPREADSHEETML = /progid="Excel\.Sheet"|urn:schemas-microsoft-com:office:spreadsheet/;
const HTML = /^<(?:!doctype\s+html|html|head|body|table|meta|style|div)[\s>]/i;
const OLE = [0xd0, 0xcf, 0x11, 0xe0];
/** The stream in which a workbook with a password keeps its content, as OLE writes names. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Beginnings of files that are often sent for a table, and what they are. */
const OTHERS: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], 'a gzip file; unpack it first, then'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF; take the table that it was made from, and'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive; unpack it first, then'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive; unpack it first, then'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture; take the table that it shows, and'],
  [[0xff, 0xd8, 0xff], 'a picture; take the table that it shows, and'],
];

/** By its first bytes, never by its name: names are wrong too often. Throws a `TableRefused` that says how to save it. */
export function kindOfFile(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) throw wrongKind('the file is empty; choose the file again');
  if (beginsWith(bytes, OLE)) throw oleRefused(bytes);
  if (beginsWith(bytes, [0x50, 0x4b])) return 'xlsx';
  const other = OTHERS.find(([magic]) => beginsWith(bytes, magic));
  if (other) throw wrongKind(`the file is ${other[1]} ${SAVE}`);
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (head.startsWith('<?xml') || head.startsWith('<Workbook')) {
    if (SPREADSHEETML.test(head)) return 'spreadsheetml';
    if (!/<html[\s>]/i.test(head)) throw wrongKind(`the file is XML, but no table of a spreadsheet; ${SAVE}`);
  }
  if (HTML.test(head) || head.startsWith('<?xml'))
    throw wrongKind(`the file is a web page (HTML) with the name of a table; ${SAVE}`);
  return 'csv';
}

function oleRefused(bytes: Uint8Array): TableRefused {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(ENCRYPTED))
    return wrongKind(
      'the workbook is encrypted with a password; take the password away (文件 → 信息 → 保护工作簿) and save it again as .xlsx',
    );
  return wrongKind(`the file is an old workbook (.xls or .et), whatever its name; ${SAVE}`);
}

function wrongKind(message: string): TableRefused {
  return new TableRefused(message, 'wrong-kind-of-file');
}

function beginsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte);
}
