import { expect, it } from '@jest/globals';
import { refusalInWords } from './refusal-in-words.ts';

const notJson = { field: '', reason: 'not-json', message: 'the item is not valid JSON' } as const;
const missing = { field: 'data.title', reason: 'missing-field', message: 'data.title is missing' } as const;

it('names file, line and what is wrong', () => {
  const refusal = { file: 'f.ndjson', line: 7, text: '{"id":"1"}', faults: [missing] };
  expect(refusalInWords(refusal)).toEqual(['f.ndjson, line 7: data.title is missing']);
  const twice = { ...refusal, faults: [missing, missing, missing] };
  expect(refusalInWords(twice)).toEqual(['f.ndjson, line 7: data.title is missing (and 2 more faults)']);
});

it.each([
  ['{', "jq -c '.' f.json"],
  ['[', "jq -c '.[]' f.json"],
  ['[{"id":"1"}]', "jq -c '.[]' f.json"],
])('says of %s how a facts file is written', (text, how) => {
  const [, hint] = refusalInWords({ file: 'f.json', line: 1, text, faults: [notJson] });
  expect(hint).toBe(`A facts file holds one fact per line: ${how} converts it.`);
});
