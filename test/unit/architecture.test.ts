import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Which room may use which, from docs/design: dependencies point one way. */
const middle = ['contract', 'plan', 'deploy', 'render', 'cluster', 'triage', 'report', 'github', 'tools'];
const allowed: Record<string, readonly string[]> = {
  entry: ['commands', 'stack'],
  commands: [...middle, 'systems', 'stack', 'kubernetes', 'redaction', 'toolchain'],
  ...Object.fromEntries(middle.map((room) => [room, ['systems', 'stack', 'kubernetes', 'redaction']])),
  tools: ['stack', 'redaction', 'toolchain'],
  deploy: ['systems', 'stack', 'kubernetes', 'redaction', 'pulumi', 'toolchain'],
  systems: ['stack', 'kubernetes'],
  stack: [],
  kubernetes: [],
  redaction: ['kubernetes'],
  pulumi: ['stack', 'systems'],
  'pulumi-entry': ['pulumi', 'stack', 'systems', 'render'],
  toolchain: ['stack'],
};

/** Packages that only one room knows. */
const owners: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^@pulumi\//, ['deploy', 'pulumi', 'pulumi-entry']],
  [/^@actions\//, ['github']],
  [/^@sigstore\//, ['render']],
  [/^@aws-sdk\//, ['pulumi', 'deploy']],
  [/^@bufbuild\//, ['contract']],
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = globSync(['src/**/*.ts', 'pulumi/**/*.ts', 'toolchain/**/*.ts']).filter(
  (file) => !file.endsWith('.d.ts'),
);

const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map(([, type, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic ?? '';
    const target = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier;
    return { file, target, typeOnly: type !== undefined };
  }),
);

function roomOf(file: string): string {
  if (/^pulumi\/(index|package|run)\.ts$/.test(file)) return 'pulumi-entry';
  const [top = '', second = ''] = file.split('/');
  if (top !== 'src') return top;
  return second.endsWith('.ts') ? 'entry' : second;
}

const isOurs = (target: string): boolean => /^(src|pulumi|toolchain)\//.test(target);

describe('architecture', () => {
  test('finds the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(
      imports.some(({ file, target }) => file === 'src/cli.ts' && target === 'src/commands/program.ts'),
    ).toBe(true);
  });

  test('rooms use only the rooms below them; between rooms of one floor only types pass', () => {
    const wrong = imports.filter(({ file, target, typeOnly }) => {
      if (!isOurs(target)) return false;
      const from = roomOf(file);
      const to = roomOf(target);
      if (from === to || allowed[from]?.includes(to)) return false;
      return !(typeOnly && middle.includes(from) && middle.includes(to));
    });
    expect(wrong).toEqual([]);
  });

  test('a package that belongs to one room is imported nowhere else', () => {
    const wrong = imports.filter(({ file, target }) =>
      owners.some(([name, rooms]) => name.test(target) && !rooms.includes(roomOf(file))),
    );
    expect(wrong).toEqual([]);
  });
});
