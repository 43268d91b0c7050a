import { fileFault, shown } from '../file-fault.ts';
import type { FileFault } from '../reading.ts';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.001)\.(\d{2})$/;

/** The root of an ISO 20022 file must be a Document of one of these kinds, such as `camt.054.001`, in these versions. */
export function kindFault(
  root: { readonly name: string; readonly namespace: string; readonly line: number },
  kinds: readonly string[],
  [first, last]: readonly [number, number],
): FileFault | undefined {
  const [, kind = '', version = ''] = NAMESPACE.exec(root.namespace) ?? [];
  const isVersion = Number(version) >= first && Number(version) <= last;
  if (root.name === 'Document' && kinds.includes(kind) && isVersion) return undefined;
  const right = `${kinds.join(' or ')}.${two(first)} to .${two(last)}`;
  const message = `the root is ${shown(root.name)} of ${shown(root.namespace)}; right is a Document of ${right}`;
  return fileFault('wrong-kind-of-file', message, { line: root.line });
}

/** A path without `Document` and the message's own element, whose name differs by kind. */
export function pathInMessage(path: string): string {
  const afterRoot = path.indexOf('/') + 1;
  const afterMessage = afterRoot === 0 ? 0 : path.indexOf('/', afterRoot) + 1;
  return afterMessage === 0 ? '' : path.slice(afterMessage);
}

function two(version: number): string {
  return String(version).padStart(2, '0');
}
