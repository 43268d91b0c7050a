import { NotSimulated } from './errors.ts';
import { type Document, isDocument } from './values.ts';

/** A field is included or excluded as a whole, or the fields within it are. */
type Fields = { [name: string]: boolean | Fields };

/** The fields of a document that a projection keeps, in the document's own order. */
export function projectionOf(spec: Document | undefined): ((document: Document) => Document) | undefined {
  const entries = Object.entries(spec ?? {});
  if (entries.length === 0) return undefined;
  const fields: Fields = {};
  for (const [name, given] of entries) put(fields, name.split('.'), flagOf(name, given));
  const [decisive] = entries.filter(([name]) => name !== '_id');
  const keeps = decisive ? flagOf(...decisive) : fields['_id'] === true;
  const mixed = entries.some(([name, given]) => name !== '_id' && flagOf(name, given) !== keeps);
  if (mixed) throw new NotSimulated('a projection that takes some fields and leaves out others');
  if (keeps) fields['_id'] ??= true;
  if (!keeps && fields['_id'] === true) delete fields['_id'];
  return (document) => (keeps ? kept(document, fields) : without(document, fields));
}

function flagOf(name: string, given: unknown): boolean {
  if (given === 1 || given === true || given === 1n) return true;
  if (given === 0 || given === false || given === 0n) return false;
  throw new NotSimulated(`a projection of ${name} by ${JSON.stringify(given)}`);
}

function put(fields: Fields, [name = '', ...rest]: string[], flag: boolean): void {
  if (rest.length === 0) {
    fields[name] = flag;
    return;
  }
  const inner = fields[name] ?? {};
  if (typeof inner === 'boolean') throw new NotSimulated(`a projection of ${name} and of a part of it`);
  fields[name] = inner;
  put(inner, rest, flag);
}

function kept(document: Document, fields: Fields): Document {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    const wanted = fields[name];
    if (wanted === true) result[name] = value;
    else if (typeof wanted === 'object') {
      const part = within(value, (one) => kept(one, wanted), true);
      if (part !== undefined) result[name] = part;
    }
  }
  return result;
}

function without(document: Document, fields: Fields): Document {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    const wanted = fields[name];
    if (wanted === undefined) result[name] = value;
    else if (typeof wanted === 'object') result[name] = within(value, (one) => without(one, wanted), false);
  }
  return result;
}

/**
 * Applies to each element of a list; a value that is not a document is dropped by an inclusion and kept by an
 * exclusion.
 */
function within(value: unknown, project: (document: Document) => Document, takes: boolean): unknown {
  if (isDocument(value)) return project(value);
  if (Array.isArray(value))
    return value.map((one) => within(one, project, takes)).filter((one) => one !== undefined);
  return takes ? undefined : value;
}
