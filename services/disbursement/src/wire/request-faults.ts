import { RpcError, rpcStatus } from '@duixian/runtime';
import { TEXT, type TextRule, textMistake } from '@duixian/values';

/** Reports all faults of a request at once; each names the field, and what would be right. */
export function refuseIf(faults: readonly (string | false)[]): void {
  const found = faults.filter(Boolean);
  if (found.length > 0) throw new RpcError(rpcStatus.INVALID_ARGUMENT, found.join('; '));
}

/**
 * What an officer writes, checked like the texts of facts (docs/facts.md §2). `what` names what is missing if it
 * is empty.
 */
export function textFault(field: string, text: string, what: string, rule: TextRule = TEXT): string | false {
  if (text === '') return `${field}: ${what}`;
  const mistake = textMistake(text, rule);
  return mistake !== undefined && `${field}: it must be ${mistake}`;
}

export function personFaults({ by, document }: { by: string; document: string }): (string | false)[] {
  return [
    by === '' && 'by: who does it',
    textFault('document', document, 'the document on which it is based'),
  ];
}
