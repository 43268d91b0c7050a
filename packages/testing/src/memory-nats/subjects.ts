/** Whether a subject matches a filter: `*` is one word, `>` at the end is one or more. */
export function isMeant(filter: string, subject: string): boolean {
  const words = subject.split('.');
  const wanted = filter.split('.');
  if (wanted.at(-1) === '>')
    return words.length >= wanted.length && wanted.slice(0, -1).every((word, at) => fits(word, words[at]));
  return words.length === wanted.length && wanted.every((word, at) => fits(word, words[at]));
}

function fits(wanted: string, word: string | undefined): boolean {
  return wanted === '*' || wanted === word;
}
