const NAMING_FIELDS = new Set(['uscc', 'parentUscc', 'entity']);

/** The USCCs that a fact's data names: its parties, a parent, the entity of a decision. */
export function usccsIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([field, value]) =>
    NAMING_FIELDS.has(field) && typeof value === 'string' ? [value] : usccsIn(value),
  );
}
