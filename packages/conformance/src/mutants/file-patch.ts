import type { Item } from './right-facts.ts';

/** A change of the items, or of the bytes that are written of them. */
export type FilePatch = {
  readonly items?: (items: readonly Item[]) => readonly object[];
  readonly bytes?: (text: string) => Buffer;
  /** Written as one JSON array instead of lines. */
  readonly isBatch?: true;
};

export type Fields = Readonly<Record<string, unknown>>;

/** Changes the first item of a type that the condition holds of, or every one. */
export function one(
  type: string,
  change: (item: Item) => object,
  isIt: (item: Item) => boolean = () => true,
): FilePatch {
  const fits = (item: Item) => item['type'] === `duixian.${type}.v1` && isIt(item);
  return {
    items: (items) => {
      const at = items.findIndex(fits);
      return items.map((item, index) => (index === at ? change(item) : item));
    },
  };
}

export function every(type: string, change: (item: Item) => object): FilePatch {
  return {
    items: (items) => items.map((item) => (item['type'] === `duixian.${type}.v1` ? change(item) : item)),
  };
}

export function data(changed: Fields): (item: Item) => Item {
  return (item) => ({ ...item, data: { ...item.data, ...changed } });
}

export function without(...names: string[]): (item: Item) => Item {
  return (item) => ({
    ...item,
    data: Object.fromEntries(Object.entries(item.data).filter(([name]) => !names.includes(name))),
  });
}

export function inParty(field: string, changed: Fields): (item: Item) => Item {
  return (item) => data({ [field]: { ...(item.data[field] as Fields), ...changed } })(item);
}

/** The last of the file again, or something made of an item at its end. */
export function added(type: string, make: (item: Item) => object): FilePatch {
  return {
    items: (items) => {
      const last = items.findLast((item) => item['type'] === `duixian.${type}.v1`);
      return last === undefined ? items : [...items, make(last)];
    },
  };
}

export const newId = (item: Item): Item => ({ ...item, id: 'example-added' });
export const raised = (item: Item): Item =>
  data({ revision: Number(item.data['revision']) + 1 })(newId(item));
