import { z } from 'zod';
import { anySubject, factType } from '../fact-type.ts';
import { day, fen, name, oneOf, revision, text } from '../fields.ts';
import { party } from '../party.ts';

/** An instrument opened to others (大型科学仪器), article 11. */
export const instrumentFact = factType({
  type: 'duixian.instrument.v1',
  owner: 'metering',
  title: 'Shared instrument (大型科学仪器)',
  schema: z.strictObject({
    revision,
    name,
    owner: party,
    model: text,
    originalValueFen: fen,
    openSince: day,
    status: oneOf(['open', 'closed']),
  }),
  subjectMustBe: anySubject,
});

export type InstrumentData = z.output<typeof instrumentFact.schema>;
