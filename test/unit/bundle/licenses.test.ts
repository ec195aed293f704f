import { describe, expect, test } from 'vitest';
import { licenseFile, type Package } from '../../../scripts/bundle/licenses.ts';

const one = (parts: Partial<Package>): Package => ({
  name: 'left',
  version: '1.0.0',
  license: 'MIT',
  texts: ['Take it.'],
  ...parts,
});

describe('the licences of what is bundled', () => {
  test.each(['MIT', '(MIT OR GPL-3.0)', '(BSD-3-Clause AND Apache-2.0)', 'GPL-2.0 OR ISC'])(
    '%s is shipped',
    (license) => {
      expect(licenseFile([one({ license })])).toContain(`left 1.0.0: ${license}\n\nTake it.`);
    },
  );

  test.each(['GPL-3.0', '(MIT AND GPL-3.0)', 'UNLICENSED', 'SEE LICENSE IN LICENSE', 'none stated', 'mit'])(
    '%s is refused, by name',
    (license) => {
      expect(() => licenseFile([one({}), one({ name: 'wrong', license })])).toThrow(
        `wrong 1.0.0 (${license})`,
      );
    },
  );

  test('a package without a text is refused', () => {
    expect(() => licenseFile([one({ texts: [] })])).toThrow('left 1.0.0 (MIT)');
  });

  test('a text that several share stands once, below all of them', () => {
    const text = licenseFile([
      one({ name: 'b' }),
      one({ name: 'a', texts: ['Take it. \r\n'] }),
      one({ name: 'b' }),
    ]);
    expect(text).toContain('a 1.0.0: MIT\nb 1.0.0: MIT\n\nTake it.\n');
    expect(text.match(/Take it/g)).toHaveLength(1);
  });

  test('the order of the packages changes nothing', () => {
    const [a, b] = [one({ name: 'a' }), one({ name: 'b', texts: ['Leave it.'] })];
    expect(licenseFile([a, b])).toBe(licenseFile([b, a]));
  });
});
