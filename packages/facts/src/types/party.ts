import { z } from 'zod';
import { crossCheck } from '../cross-check.ts';
import { factType } from '../fact-type.ts';
import { divisionCode, name, oneOf, revision, uscc, usccOrNull } from '../fields.ts';
import { PARTY_KINDS } from '../party.ts';

/** A legal entity or a branch (分公司) of one. Only a branch has a parent: a subsidiary (子公司) is an entity itself. */
export const partyFact = factType({
  type: 'duixian.party.v1',
  owner: 'institutions',
  title: 'Legal entity or branch (法人或分支机构)',
  schema: z
    .strictObject({
      revision,
      uscc,
      name,
      kind: oneOf(PARTY_KINDS),
      divisionCode,
      parentUscc: usccOrNull.describe('The legal entity of a branch (分公司); null for any other party.'),
    })
    .check(
      crossCheck((value, report) => {
        if (typeof value['uscc'] === 'string' && value['uscc'] === value['parentUscc']) {
          report('parentUscc', 'the USCC of another party, or null: no party is its own parent');
        }
      }),
    ),
  example: {
    subject: '91410100EXAMPLE032',
    data: {
      revision: 1,
      uscc: '91410100EXAMPLE032',
      name: '郑州示例技术转移有限公司',
      kind: 'enterprise',
      divisionCode: '410100',
      parentUscc: null,
    },
  },
  subjectMustBe: (subject, data) =>
    typeof data['uscc'] === 'string' && subject !== data['uscc']
      ? `the USCC in data, ${data['uscc']}`
      : undefined,
});

export type PartyData = z.output<typeof partyFact.schema>;
