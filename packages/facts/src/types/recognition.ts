import { isDay } from '@duixian/values';
import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { anySubject, factType } from '../fact-type.ts';
import { day, dayOrNull, oneOf, revision, text, uscc } from '../fields.ts';

const RECOGNITION_KINDS = ['service-institution', 'demonstration', 'international'] as const;
const RECOGNITION_LEVELS = ['municipal', 'provincial', 'national'] as const;

/** The recognition (认定) of a technology-transfer institution (技术转移机构), article 10. */
export const recognitionFact = factType({
  type: 'duixian.recognition.v1',
  owner: 'institutions',
  title: 'Recognition of an institution (技术转移机构认定)',
  schema: z
    .strictObject({
      revision,
      uscc,
      kind: oneOf(RECOGNITION_KINDS),
      level: oneOf(RECOGNITION_LEVELS).describe('Matters for kind demonstration only.'),
      documentNo: text,
      recognizedOn: day,
      status: oneOf(['recognized', 'revoked', 'voided']),
      revokedOn: dayOrNull.describe('The day of revocation; null in every status but revoked.'),
    })
    .check(
      crossCheck((value, report) => {
        const { status, recognizedOn, revokedOn } = value;
        if (status === 'revoked' && revokedOn === null)
          report('revokedOn', 'the day of revocation, for status revoked');
        if (typeof status === 'string' && status !== 'revoked' && typeof revokedOn === 'string') {
          report('revokedOn', `null for status ${status}`);
        }
        if (typeof revokedOn === 'string' && typeof recognizedOn === 'string' && isDay(recognizedOn)) {
          if (revokedOn < recognizedOn) report('revokedOn', `on or after recognizedOn, ${recognizedOn}`);
        }
      }),
    ),
  example: {
    subject: 'EXAMPLE-REC-2017-01',
    data: {
      revision: 1,
      uscc: '91410100EXAMPLE032',
      kind: 'service-institution',
      level: 'municipal',
      documentNo: '示例-郑科〔2017〕11号',
      recognizedOn: '2017-06-20',
      status: 'recognized',
      revokedOn: null,
    },
  },
  subjectMustBe: anySubject,
});

export type RecognitionData = z.output<typeof recognitionFact.schema>;
