/** What XML 1.0 cannot hold at all, not even as a reference. */
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** Characters that turn text around or hide it, from what a partner sent. */
const HIDDEN = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML and HTML, in content and in quoted attributes; hidden characters are shown as code points. */
export function xmlText(text: string): string {
  return text
    .replaceAll(NOT_IN_XML, '\uFFFD')
    .replaceAll(
      HIDDEN,
      (sign) => `‹U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`,
    )
    .replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
