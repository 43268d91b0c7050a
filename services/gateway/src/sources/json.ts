import { SOURCE_KINDS } from '@duixian/facts';
import type { partnersEventsV1, sourcesV1 } from '@duixian/proto';
import { defined } from '@duixian/values';
import { z } from 'zod';
import { wireWord } from '../json/wire-word.ts';

const KIND = 'SOURCE_KIND_';
const kindWords = `one of ${SOURCE_KINDS.join(', ')}`;
export const sourceKind = z
  .enum(SOURCE_KINDS, { error: kindWords })
  .describe('bureau 主管部门, exchange 技术交易机构, platform 仪器共享平台');

const terms = z
  .strictObject({
    name: z.string(),
    kind: sourceKind,
    answerableUscc: z.string().describe('统一社会信用代码 of the legal entity that answers for it.'),
    types: z.array(z.string()).describe('The types of facts that it may record.'),
  })
  .meta({ id: 'SourceTerms' });

/** A system that records facts (数据来源). */
export const sourceSchema = z
  .strictObject({
    uri: z.string(),
    status: z.enum(['proposed', 'confirmed', 'withdrawn']).describe('Proposed: nothing was confirmed yet.'),
    standing: terms.nullable().describe('As two persons set it last.'),
    version: z.int().describe('Counts the states that were confirmed.'),
    waiting: z
      .strictObject({
        number: z.int().describe('Names the proposal where it is confirmed or rejected.'),
        by: z.string(),
        at: z.string(),
        document: z.string(),
        terms: terms.nullable().describe('Null: that it is withdrawn.'),
      })
      .nullable()
      .describe('Waits for another person to confirm it.'),
  })
  .meta({ id: 'Source' });

export function sourceJson({
  uri,
  standing: state,
  waiting,
}: sourcesV1.Source): z.output<typeof sourceSchema> {
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

function termsJson({ name, kind, answerableUscc, types }: sourcesV1.SourceTerms): z.output<typeof terms> {
  return { name, kind: wireWord(KIND, kind) as (typeof SOURCE_KINDS)[number], answerableUscc, types };
}
