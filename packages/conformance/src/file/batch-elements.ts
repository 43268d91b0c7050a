/**
 * The texts of the elements of a JSON array, each as it was sent, so that numbers and repeated names can be judged. A
 * text that is no array is one element; what follows the array is one more, which no JSON reader will take.
 */
export function batchElements(text: string): string[] {
  const from = text.search(/[^\s\uFEFF]/);
  if (from < 0) return [];
  if (text[from] !== '[') return [text.slice(from)];
  const elements: string[] = [];
  let depth = 0;
  let begin = from + 1;
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === ',' && depth === 1) {
      elements.push(text.slice(begin, at));
      begin = at + 1;
    } else if (sign === '}' || sign === ']') {
      depth -= 1;
      if (depth > 0) continue;
      const last = text.slice(begin, at);
      const isEmpty = elements.length === 0 && last.trim() === '';
      return [...elements, ...(isEmpty ? [] : [last]), ...beyond(text.slice(at + 1))];
    }
  }
  return [...elements, text.slice(begin)];
}

function beyond(rest: string): string[] {
  return rest.trim() === '' ? [] : [rest];
}

/** The position of the quotation mark that ends a string, or the end of the text. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
