import { expect, it } from '@jest/globals';
import { document } from './parameters.ts';

it.each([
  [' ', 'white space; U+0020'],
  ['来函\u0000', 'control characters; U+0000'],
  ['来\u202e函', 'invisible signs; U+202E'],
  ['来函\ud800', 'surrogates'],
  ['', '1 to 500'],
])('the paper on which one acts is not %j', (text, message) => {
  const { error } = document.safeParse(text);
  expect(error?.issues[0]?.message).toContain(message);
});

it('is a text such as 郑科〔2019〕1号', () => {
  expect(document.parse('郑科〔2019〕1号 附件 A')).toBe('郑科〔2019〕1号 附件 A');
});
