/** Who has to confirm a key that another person requested. */
export function waitsInWords(id: string, person: string): string {
  return `for another person, or for ${person} where they have keys: keys confirm ${id}`;
}
