/** Who has to agree to a key that somebody else asked for. */
export function waitsInWords(id: string, person: string): string {
  return `for another person, or for ${person} where they have keys: keys confirm ${id}`;
}
