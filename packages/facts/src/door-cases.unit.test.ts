import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Fault } from './fault.ts';
import { readItemText } from './read-item.ts';

const CASES = new URL('./cases/', import.meta.url);

/**
 * The outcome of each line in turn: undefined where it is accepted, otherwise a field, a reason, and words of the
 * message.
 */
const OUTCOMES: Record<string, readonly (readonly [string, Fault['reason'], string] | undefined)[]> = {
  '01-deep-nesting': [undefined, ['', 'too-large', 'nested deeper than 64 levels']],
  '02-cloudevent-null-attribute': [undefined],
  '03-name-vertical-tab': [['data.name', 'bad-field', 'U+000B is character 3'], undefined],
  '03-name-xml-noncharacter': [
    ['data.name', 'bad-field', 'U+FFFE is character 3'],
    undefined,
    undefined,
    undefined,
  ],
  '06-date-next-year': [
    undefined,
    ['data.registeredOn', 'bad-field', 'not after 2019-04-08'],
    ['data.registeredOn', 'bad-field', 'it is 2027-11-20'],
    ['data.recognizedOn', 'bad-field', 'not after 2020-01-08'],
    ['data.recognizedOn', 'bad-field', 'it is 2099-01-01'],
  ],
  '06-date-typo-2919': [undefined, undefined, ['data.registeredOn', 'bad-field', 'it is 2919-04-08']],
  '07-id-look-alikes-receipt': [
    undefined,
    undefined,
    undefined,
    ['subject', 'bad-field', 'white space; U+0020 is character 14'],
    ['subject', 'bad-field', 'U+FEFF is character 1'],
    ['subject', 'bad-field', 'U+200B is character 14'],
    ['subject', 'bad-field', 'U+FF25 is character 1, where U+0045 would be right'],
    ['subject', 'bad-field', 'U+000A is character 14'],
    ['subject', 'bad-field', 'U+0065 is character 1, where U+00E9 would be right'],
    undefined,
  ],
  '09-json-duplicate-and-inexact': [
    ['', 'not-json', 'the name "technologyAmountFen" occurs twice'],
    ['data.technologyAmountFen', 'bad-field', 'it is 500000000.00000001'],
    ['data.technologyAmountFen', 'bad-field', 'it is 1e-400'],
    ['data.revision', 'bad-field', 'it is 9007199254740991.4'],
  ],
  '10-uscc-as-typed': [
    ['data.buyer.uscc', 'bad-field', 'character 9 is m'],
    ['data.buyer.uscc', 'bad-field', 'character 19, U+0020, is one too many'],
    ['data.buyer.uscc', 'bad-field', 'character 1 is U+FF19'],
    ['data.buyer.uscc', 'bad-field', 'the check character of 91410100MA3X69ND2 is 8'],
    ['data.buyer.uscc', 'bad-field', 'character 11 is O'],
    ['data.buyer.uscc', 'bad-field', 'this one has 15 characters'],
    ['data.buyer.uscc', 'bad-field', 'this one has 9 characters'],
    ['data.buyer.uscc', 'bad-field', 'character 17 is U+200B'],
  ],
  '10-uscc-placeholder-zeros': [
    ['data.buyer.uscc', 'bad-field', '000'],
    ['data.buyer.uscc', 'bad-field', '000'],
  ],
  '10-uscc-spreadsheet-truncated': [['data.buyer.uscc', 'bad-field', 'as a spreadsheet leaves it']],
  '17-invoice-paper-number-collision': [
    undefined,
    ['subject', 'bad-field', '发票代码+发票号码'],
    ['subject', 'bad-field', '发票代码+发票号码'],
  ],
  '18-invoice-red-letter': [undefined, undefined, undefined, ['data.amountFen', 'bad-field', '红字发票']],
  // A single line may not begin with a byte order mark; at the start of a file the mark belongs to no line.
  '21-facts-file-bom-crlf': [['', 'not-json', 'byte order mark, U+FEFF'], undefined],
  '22-json-proto-key': [['data.__proto__', 'unknown-field', 'is not a field']],
};

it('there is an outcome for every case', () => {
  const names = readdirSync(CASES).map((name) => name.replace('.ndjson', ''));
  expect(names.sort()).toEqual(Object.keys(OUTCOMES));
});

describe.each(Object.entries(OUTCOMES))('case %s', (name, outcomes) => {
  const text = readFileSync(new URL(`${name}.ndjson`, CASES), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');

  it('has an outcome for every line', () => {
    expect(lines).toHaveLength(outcomes.length);
    for (const [index, line] of lines.entries()) {
      const read = readItemText(line);
      const outcome = outcomes[index];
      if (outcome === undefined) expect(read).toHaveProperty('fact');
      else {
        const [field, reason, words] = outcome;
        const message = expect.stringContaining(words);
        expect('faults' in read ? read.faults : []).toContainEqual({ field, reason, message });
      }
    }
  });
});
