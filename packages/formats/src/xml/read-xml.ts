import { fileFault } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';
import { parseXml, type XmlLimits, XmlRefused } from './parse-xml.ts';
import type { XmlElement } from './xml-element.ts';

/** A whole file as a tree, for files that are small. */
export function readXmlTree(
  bytes: Uint8Array,
  limits: XmlLimits,
): { readonly root: XmlElement } | { readonly fault: FileFault } {
  let root: XmlElement | undefined;
  const fault = readXmlRecords(bytes, limits, {
    isRecord: () => true,
    record: (element) => {
      root = element;
    },
  });
  if (fault !== undefined) return { fault };
  // A file without an element is not well-formed.
  return root === undefined ? { fault: fileFault('not-xml', 'the file is empty') } : { root };
}

export type XmlRecords = {
  /** Whether the element at this path is to be given as a tree. Nothing of the others is kept. */
  isRecord(path: string): boolean;
  record(element: XmlElement): void;
  /** The root, before anything in it: what is wrong with it ends the reading. */
  root?(root: Pick<XmlElement, 'name' | 'namespace' | 'line'>): FileFault | undefined;
  /** An element above records has ended. */
  end?(path: string): void;
};

type Growing = XmlElement & { text: string; readonly children: XmlElement[] };

/**
 * Passes on parts of a file as trees, one after the other, so that a file with 100,000 of them needs the memory of one.
 * What was passed on before a fault must not be used.
 */
export function readXmlRecords(
  bytes: Uint8Array,
  limits: XmlLimits,
  { isRecord, record, root, end }: XmlRecords,
): FileFault | undefined {
  const paths: string[] = [];
  const open: Growing[] = [];
  let elements = 0;
  return parseXml(bytes, limits, {
    open(name, namespace, attributes, line) {
      const above = paths.at(-1);
      const path = above === undefined ? name : `${above}/${name}`;
      paths.push(path);
      if (above === undefined) refuseIf(root?.({ name, namespace, line }));
      const parent = open.at(-1);
      if (parent === undefined) {
        if (!isRecord(path)) return;
        elements = 0;
      }
      elements += 1;
      if (elements > limits.elements) refuseIf(tooMany(limits, path, line));
      const element: Growing = { name, namespace, attributes, children: [], text: '', line, path };
      parent?.children.push(element);
      open.push(element);
    },
    text(text) {
      const element = open.at(-1);
      if (element !== undefined) element.text += text;
    },
    close() {
      const path = paths.pop() ?? '';
      const element = open.pop();
      if (element === undefined) end?.(path);
      else if (open.length === 0) record(element);
    },
  });
}

function tooMany({ elements }: XmlLimits, place: string, line: number): FileFault {
  return fileFault('too-large', `line ${line}: more than ${elements} elements within one`, { line, place });
}

function refuseIf(fault: FileFault | undefined): void {
  if (fault !== undefined) throw new XmlRefused(fault);
}
