import { wireWord } from '@duixian/answers';
import type * as api from '@duixian/api';
import type { SOURCE_KINDS } from '@duixian/facts';
import type { partnersEventsV1, sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import type { z } from 'zod';

const KIND = 'SOURCE_KIND_';

export function sourceJson({
  uri,
  standing: state,
  waiting,
}: sourcesV1.Source): z.output<typeof api.sourceSchema> {
  const { status, version, ...standing } = defined(state, 'a source is answered with its state');
  const isConfirmed = version > 0n;
  return {
    uri,
    status: isConfirmed ? (wireWord('SOURCE_STATUS_', status) as 'confirmed') : 'proposed',
    standing: isConfirmed ? termsJson(standing) : null,
    version: Number(version),
    waiting: waiting
      ? {
          ...{ number: waiting.number, by: waiting.by, at: waiting.at, document: waiting.document },
          terms: waiting.terms ? termsJson(waiting.terms) : null,
        }
      : null,
  };
}

export function wireKind(kind: (typeof SOURCE_KINDS)[number]): partnersEventsV1.SourceKind {
  return `${KIND}${kind.toUpperCase()}` as partnersEventsV1.SourceKind;
}

function termsJson({
  name,
  kind,
  answerableUscc,
  types,
}: sourcesV1.SourceTerms): z.output<typeof api.sourceTermsSchema> {
  return { name, kind: wireWord(KIND, kind) as (typeof SOURCE_KINDS)[number], answerableUscc, types };
}
