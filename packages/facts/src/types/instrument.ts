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
  example: {
    subject: 'EXAMPLE-INS-01',
    data: {
      revision: 1,
      name: '场发射扫描电子显微镜（示例）',
      owner: {
        uscc: '12410100EXAMPLE011',
        name: '郑州示例大学',
        kind: 'university',
        divisionCode: '410102',
      },
      model: 'EXAMPLE-SEM-500',
      originalValueFen: 480_000_000,
      openSince: '2018-01-08',
      status: 'open',
    },
  },
  subjectMustBe: anySubject,
});

export type InstrumentData = z.output<typeof instrumentFact.schema>;
