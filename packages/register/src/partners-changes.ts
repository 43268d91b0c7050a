import type { SourceKind } from '@duixian/facts';
import { partnersEventsV1 } from '@duixian/proto';
import { assert } from '@duixian/values';
import type { HandingOverDocument, SourceStateDocument } from './record-document.ts';

/** What services/partners published about sources and handovers, in the form in which a register stores it. */
export type PartnersChanges = {
  readonly sources: readonly Omit<SourceStateDocument, 'heard'>[];
  readonly handingsOver: readonly Omit<HandingOverDocument, 'heard'>[];
};

const KINDS: Partial<Record<partnersEventsV1.SourceKind, SourceKind>> = {
  SOURCE_KIND_BUREAU: 'bureau',
  SOURCE_KIND_EXCHANGE: 'exchange',
  SOURCE_KIND_PLATFORM: 'platform',
};
const STATUSES: Partial<Record<partnersEventsV1.SourceStatus, SourceStateDocument['status']>> = {
  SOURCE_STATUS_CONFIRMED: 'confirmed',
  SOURCE_STATUS_WITHDRAWN: 'withdrawn',
};

/**
 * Fails an assertion on values that this release does not know, such as a kind of a later release: the message is
 * dead-lettered, and can be redriven to the later release. Unknown types stay in the list: they admit nothing.
 */
export function decodePartners(payload: Uint8Array): PartnersChanges {
  const { sources, handingsOver } = partnersEventsV1.PartnersChanged.decode(payload);
  return { sources: sources.map(sourceFrom), handingsOver: handingsOver.map(handingOverFrom) };
}

function sourceFrom(state: partnersEventsV1.SourceState): PartnersChanges['sources'][number] {
  const { uri, name, answerableUscc, types, version } = state;
  const [kind, status] = [KINDS[state.kind], STATUSES[state.status]];
  assert(uri !== '' && version > 0n, 'a source that is published has a URI and a version');
  assert(kind !== undefined, `the kind of ${uri} is not known here`);
  assert(status !== undefined, `the status of ${uri} is not known here`);
  return { _id: uri, name, kind, answerableUscc, types: [...types], status, version };
}

function handingOverFrom(handingOver: partnersEventsV1.HandingOver): PartnersChanges['handingsOver'][number] {
  const { id, fromSource: from, toSource: to, type, types, subject, version } = handingOver;
  const at = new Date(handingOver.at);
  const isNamed = id !== '' && from !== '' && to !== '' && version > 0n;
  assert(isNamed, 'a handing over that is published has an id, two sources and a version');
  assert(!Number.isNaN(at.getTime()), `the time of confirmation of ${id} cannot be read`);
  assert(subject === '' || type !== '', `${id} names a record by its type and subject together`);
  return { _id: id, from, to, type, types: [...types], subject, at, version };
}
