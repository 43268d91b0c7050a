import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { folded, nameMistake } from './name.ts';

describe('a name', () => {
  it.each([
    'Zhang San',
    '张三',
    '河南技术产权交易所',
    '张三 Zhang',
    '第2业务处',
    'local-admin',
    'Иванов',
    'Γεώργιος',
    '买买提·艾力',
    'Jean-Luc',
    "O'Neill (Zhengzhou)",
  ])('%s is right', (name) => {
    expect(nameMistake(name)).toBeUndefined();
  });

  it.each([
    ['', /not empty/],
    [' Zhang', /begins and ends with no white space; U\+0020 is character 1/],
    ['Zhang  San', /single blanks/],
    ['Zh\u0430ng', /of one script .*U\+0430 is character 3 and Cyrillic, U\+005A is Latin/],
    ['Αlpha', /U\+006C is character 2 and Latin, U\+0391 is Greek/],
    ['张\u0430', /Cyrillic/],
    ['Zhang\u200b', /invisible signs; U\+200B is character 6/],
    ['Zhang\u202e', /invisible signs/],
    ['Zh\u0007ang', /control characters; U\+0007/],
    ['Ｚhang', /NFKC; U\+FF3A is character 1, where U\+005A would be right/],
    ['Zhang٣', /digits are 0 to 9; U\+0663/],
    ['123', /with a letter/],
    ['\u{10900}', /a script that is in use; U\+10900/],
    ['李\u30fc', /only signs are .*; U\+30FC is character 2/],
    ['Jean\u2010Luc', /only signs are .*; U\+2010 is character 5/],
    ['x'.repeat(201), /at most 200/],
  ])('%j is refused', (name, mistake) => {
    expect(nameMistake(name)).toMatch(mistake);
  });

  it('is the same name in capitals and small letters', () => {
    expect(folded('ZHANG San')).toBe(folded('zhang SAN'));
    expect(folded('Straße')).toBe(folded('STRASSE'));
    expect(folded('Ｚhang')).toBe(folded('zhang'));
    expect(folded('Zhang')).not.toBe(folded('Zheng'));
  });

  it('folds to what folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(folded(folded(name))).toBe(folded(name));
        expect(folded(name.toLowerCase())).toBe(folded(name));
      }),
    );
  });

  it('that was mixed of two scripts is never right', () => {
    const letter = (from: number, to: number) =>
      fc.integer({ min: from, max: to }).map((code) => String.fromCharCode(code));
    const latin = fc.string({ unit: letter(0x61, 0x7a), minLength: 1, maxLength: 10 });
    const cyrillic = fc.string({ unit: letter(0x430, 0x44f), minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(latin, cyrillic, (one, other) => {
        expect(nameMistake(one + other)).toMatch(/one script/);
        expect(nameMistake(other + one)).toMatch(/one script/);
        expect(nameMistake(one)).toBeUndefined();
        expect(nameMistake(other)).toBeUndefined();
      }),
    );
  });
});
