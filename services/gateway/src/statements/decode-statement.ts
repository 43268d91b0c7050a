import { Problem } from '../http/problem.ts';

const GB18030 = ['gb18030', 'gbk', 'gb2312'];
const REMEDY =
  'Save it as "CSV UTF-8"; or, if it is GB18030, declare it: content-type text/csv; charset=gb18030 (--gb18030 on the command line)';

/** The text of a file in the character set of its content type; UTF-8 by default. */
export function decodeStatement(bytes: Buffer, contentType: string): string {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8' && !GB18030.includes(charset))
    throw new Problem('media-type', `The character set must be UTF-8 or GB18030; it is ${charset}.`);
  const encoding = GB18030.includes(charset) ? 'gb18030' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const name = encoding.toUpperCase();
    throw new Problem('bad-request', `Nothing was recorded: the file is not ${name} text. ${REMEDY}.`);
  }
}
