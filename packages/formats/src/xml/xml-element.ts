/** An element as plain data. Names are without prefixes; `text` is its own, without that of its children. */
export type XmlElement = {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Where its start tag ends, from 1. */
  readonly line: number;
  /** The names from the root on, with slashes between. */
  readonly path: string;
};

/** All elements that a path below an element leads to, such as `Refs/EndToEndId`, in the order of the file. */
export function elementsAt(element: XmlElement, path: string): readonly XmlElement[] {
  return path
    .split('/')
    .reduce<readonly XmlElement[]>(
      (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [element],
    );
}

export function elementAt(element: XmlElement, path: string): XmlElement | undefined {
  return elementsAt(element, path)[0];
}

/** The text of the first of them without white space around it; empty where there is none. */
export function textAt(element: XmlElement, path: string): string {
  return elementAt(element, path)?.text.trim() ?? '';
}
