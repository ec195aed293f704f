import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../src/deploy/outcome.ts';
import { outcomeJson } from '../../../../src/report/outcome/json.ts';
import { outcomeMarkdown } from '../../../../src/report/outcome/markdown.ts';
import { outcomeLines } from '../../../../src/report/outcome/terminal.ts';
import { failed, release, succeeded } from './sample-outcome.ts';

const plain = { style: (_: string, text: string): string => text };
const limit = { characters: 65_000, bytes: 262_144 };
const markdown = (outcome: Outcome, most = limit): string =>
  outcomeMarkdown(outcome, { limit: most, runUrl: null });

describe('in a terminal', () => {
  test('a table of all releases: state, time, ready of wanted, Helm', () => {
    expect(outcomeLines(succeeded, plain)).toEqual([
      '  Release  State      Time   Ready  Helm',
      '✓ web      done       2.3 s  2/2    revision 3, deployed',
      '  worker   unchanged         2/2    revision 3, deployed',
    ]);
  });

  test('what went wrong stands below its release', () => {
    const lines = outcomeLines(failed, plain);
    const after = (start: string): string | undefined =>
      lines[lines.findIndex((line) => line.startsWith(start)) + 1]?.trim();
    expect(after('✗ web')).toContain('Pod shop/web-1');
    expect(after('✓ odd')).toBe('Deployment shop/odd is not as planned: spec.replicas');
    expect(lines).toContain('- late     not begun');
    expect(lines).toContain('✗ Secret login failed: secrets "login" is forbidden');
    expect(lines).toContain('! a warning');
  });

  test('what is not ready is told where nobody knows more', () => {
    const [web] = failed.releases;
    const unknown = { ...failed, releases: [release('web', { ...web, troubles: [] })] };
    expect(outcomeLines(unknown, plain)).toContain('    Deployment shop/web: 1 of 3 pods are ready');
  });

  test('nothing, if nothing was begun', () => {
    expect(outcomeLines({ ...succeeded, steps: [] }, plain)).toEqual([]);
  });
});

describe('as JSON', () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../../../schemas/outcome.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv({ strict: false }).compile(schema);

  test.each([
    ['succeeded', succeeded],
    ['failed', failed],
  ])('%s: as its schema says', (_, outcome) => {
    const document: unknown = JSON.parse(JSON.stringify(outcomeJson(outcome)));
    validate(document);
    expect(validate.errors).toBeNull();
  });

  test('the error is where every command has it', () => {
    expect(outcomeJson(succeeded).error).toBeNull();
    expect(outcomeJson(failed).error).toEqual({
      code: 'timeout',
      exitCode: 9,
      message: failed.failure?.message,
      hint: failed.failure?.hint,
    });
  });
});

describe('in Markdown', () => {
  test.each([
    [succeeded, '### ✅ up of shop/dev: 1 updated, 4 unchanged'],
    [failed, '### ❌ up of shop/dev failed: timeout'],
    [{ ...failed, result: 'cancelled' as const }, '### ⚪ up of shop/dev was cancelled'],
  ])('the first line is the verdict', (outcome, expected) => {
    expect(markdown(outcome).split('\n')[0]).toBe(expected);
  });

  test('releases, why they failed, what is not as planned; nothing of others is obeyed', () => {
    const text = markdown(failed);
    expect(text).toContain('| `web` | failed | 2.3 s | 1/3 | revision 3, deployed |');
    expect(text).toContain('| `other` | left out |  | 2/2 | revision 3, deployed |');
    expect(text).toContain('container main: image web:1 cannot be pulled');
    expect(text).toContain('odd: Deployment shop/odd is not as planned: spec.replicas');
    expect(text).toContain('Secret login failed: secrets "login" is forbidden');
    expect(text).not.toMatch(/^\s*::error/m);
    const outsideOfCode = text.replaceAll(/```[^]*?```/g, '');
    expect(outsideOfCode).not.toMatch(/<b>|@all/);
  });

  test.each([4_000, 20_000, 65_000])(
    'a stack of 200 failed releases fits in %d characters, and says what it leaves out',
    (characters) => {
      const [web] = failed.releases;
      const many = Array.from({ length: 200 }, (_, index) =>
        release(`web-${index}`, { ...web, key: `web-${index}` }),
      );
      const text = markdown({ ...failed, releases: many }, { characters, bytes: characters });
      expect(text.length).toBeLessThanOrEqual(characters);
      expect(text.split('\n')[0]).toBe('### ❌ up of shop/dev failed: timeout');
      expect(text).toMatch(/[Nn]ot shown|left out|more/);
    },
  );
});
