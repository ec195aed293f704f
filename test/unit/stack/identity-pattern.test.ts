import { assert, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesWhole, patternFault } from '../../../src/stack/identity-pattern.ts';

const identity = 'https://github.com/acme/charts/.github/workflows/release.yml@refs/heads/main';

describe('a pattern of identities', () => {
  it.each([
    '^https://github.com/acme/.*$',
    String.raw`^https://github\.com/acme/(a|b)$`,
    '^(?:one|other)$',
    '(?i)^ME@EXAMPLE[.]COM$',
    '^[|^$]$',
    '^[^]|]$',
    String.raw`^a\|b$`,
    String.raw`^a\\$`,
    '^$',
  ])('%s is anchored', (pattern) => {
    expect(patternFault(pattern)).toBeNull();
  });

  it.each([
    [
      'https://github.com/acme/.*',
      'lacks "^" at its start and "$" at its end; write ^https://github.com/acme/.*$',
    ],
    ['^https://github.com/acme/.*', 'lacks "$" at its end; write ^https://github.com/acme/.*$'],
    ['acme$', 'lacks "^" at its start; write ^acme$'],
    [String.raw`^acme\$`, 'lacks "$" at its end'],
    ['^a|b$', 'put the alternatives in a group: ^(one|other)$'],
    ['^(a)|(b)$', 'put the alternatives in a group'],
    ['', 'lacks "^" at its start and "$" at its end; write ^$'],
    ['^a(?=b)$', 'no regular expression of RE2'],
    ['^(a$', 'no regular expression of RE2'],
    [String.raw`^(a)\1$`, 'no regular expression of RE2'],
  ])('%s is refused: %s', (pattern, why) => {
    expect(patternFault(pattern)).toContain(why);
  });

  it('without a fault means the whole of an identity, never a part', () => {
    const inner = stringMatching(/^[a-z./]{1,12}$/);
    assert(
      property(inner, string({ minLength: 1 }), (text, more) => {
        const pattern = `^${text.replaceAll('.', '[.]')}$`;
        expect(patternFault(pattern)).toBeNull();
        expect(matchesWhole(pattern, text)).toBe(true);
        expect(matchesWhole(pattern, text + more)).toBe(false);
        expect(matchesWhole(pattern, more + text)).toBe(false);
      }),
    );
  });

  it('is not helped by line breaks', () => {
    expect(matchesWhole('(?m)^https://github.com/acme/.*$', `evil\n${identity}`)).toBe(false);
    expect(matchesWhole('^https://github.com/acme/.*$', `${identity}\n`)).toBe(false);
  });
});
