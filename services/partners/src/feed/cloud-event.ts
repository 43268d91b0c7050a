import type { feedEventSchema } from '@duixian/api';
import { LIMITS } from '@duixian/values';
import type { z } from 'zod';
import type { FeedDocument, NewFeedEvent } from './feed-documents.ts';

const DIGITS = 16;

type Data = { readonly version: number; readonly [member: string]: unknown };

/** What is stored of the state of a subject: its version and a link where it is too large. */
export function dataOf({ version, state, link }: NewFeedEvent): Buffer {
  const whole = Buffer.from(JSON.stringify({ version, ...state }));
  if (whole.length <= LIMITS.feedDataBytes.most) return whole;
  return Buffer.from(JSON.stringify({ version, link }));
}

/** The event as JSON, always with the same bytes for the same reader. `thin`: with a link in the place of its state. */
export function cloudEventJson(
  document: FeedDocument,
  { treasury, thin = false }: { readonly treasury: boolean; readonly thin?: boolean },
): string {
  const { _id: sequence, id, source, type, subject, time } = document;
  const event: z.output<typeof feedEventSchema> = {
    ...{ specversion: '1.0', id, source, type, subject, time, datacontenttype: 'application/json' },
    sequence: String(sequence).padStart(DIGITS, '0'),
    data: thin ? { version: document.version, link: document.link } : dataFor(document, treasury),
  };
  return JSON.stringify(event);
}

function dataFor({ data, accountNo }: FeedDocument, isForTreasury: boolean): Data {
  const held = JSON.parse(Buffer.from(data.buffer).toString()) as Data;
  if (!isForTreasury || accountNo === null || !('payeeAccountNo' in held)) return held;
  return { ...held, payeeAccountNo: accountNo };
}
