import { describe, expect, test } from 'vitest';
import { checkLines } from '../../../../src/report/check/terminal.ts';
import { recorder } from '../recorder.ts';
import { finding, mixed, outcome, result } from './results.ts';

const lines = (given = mixed, isVerbose = false): string[] =>
  checkLines(given, recorder(), { verbose: isVerbose });
const verbose = (given = mixed): string[] => lines(given, true);

describe('short', () => {
  test('findings by file, coverage, one closing line', () => {
    expect(lines()).toEqual([
      'contracts/web.yaml',
      '  ✗ error 12:5 SF-9  prod: web/ha: Deployment shop/web, spec.replicas (and 1 other case)',
      '      two replicas share one volume',
      '      what to do: Set replicas to 1.',
      '',
      'deploy.yaml',
      '  ! warning 3:1 values/unknown  prod: web/ha',
      '      no template reads "replicaz"',
      '',
      'Coverage',
      '  web: templates 7/8 (87 %), branches 199/200 (99 %), values 0/0',
      '',
      'Checked 3 cases of 1 release in 0.31 s: 1 error, 1 warning; 1 waived, 2 not checked',
      '--verbose lists all of them',
    ]);
  });

  test('verbose: where a finding comes from, and notices', () => {
    const given = result({
      findings: [
        finding({ alsoIn: ['prod: web/ha (1.31)'] }),
        finding({ rule: 'SF-31', severity: 'notice', message: 'not pinned' }),
      ],
    });
    expect(lines(given).join('\n')).not.toContain('not pinned');
    expect(verbose(given)).toContain('      rendered by web/templates/deployment.yaml');
    expect(verbose(given)).toContain('      also in prod: web/ha (1.31)');
    expect(verbose(given)).toContain('      not pinned');
  });

  test('nothing wrong: one line', () => {
    expect(lines(result())).toEqual(['Checked 1 case of 1 release in 0.31 s: no findings']);
  });

  test('lines that belong together stand below each other', () => {
    const given = result({
      findings: [finding({ message: 'template failed:\nline 2\n', hint: null, template: null })],
    });
    expect(lines(given)[2]).toBe('      template failed:\n      line 2');
  });

  test('many other cases are counted', () => {
    const alsoIn = Array.from({ length: 6 }, (_, index) => `web/c${index} (1.33)`);
    expect(verbose(result({ findings: [finding({ alsoIn })] }))).toContain(
      '      also in web/c0 (1.33), web/c1 (1.33), web/c2 (1.33), and 3 more',
    );
  });

  test.each([
    [{ source: null }, 'web'],
    [{ source: null, release: null }, 'prod'],
    [{ source: null, release: null, stack: null, case: null }, 'the whole stack'],
  ])('without a file: %j', (part, group) => {
    expect(lines(result({ findings: [finding(part)] }))[0]).toBe(group);
  });

  test('slow runs need no hundredths', () => {
    expect(lines(result({ milliseconds: 12_345 })).at(-1)).toBe(
      'Checked 1 case of 1 release in 12.3 s: no findings',
    );
  });
});

describe('verbose', () => {
  test('also says what was waived, not checked, rendered and not reached', () => {
    expect(lines(mixed, true).slice(11)).toEqual([
      'Waived',
      '  hardening/probes  prod: web/ha: Deployment shop/web, spec.replicas',
      '      until 2027-01-31: a batch job',
      '',
      'Not checked',
      '  SF-12  (2 cases) the keys of Secret shop/login, which somebody else makes',
      '',
      'Cases',
      '  ✗ prod: web/ha (1.33): 14 objects, 40 rules, 2 findings (2.5 ms)',
      '  ✓ prod: web/short-key (1.33): failed, as expected, 0 rules (2.5 ms)',
      '  ✗ prod: web/ha (1.31): 14 objects, 40 rules, 1 finding (2.5 ms)',
      '',
      'Coverage',
      '  web: templates 7/8 (87 %), branches 199/200 (99 %), values 0/0',
      '      not reached: templates/hpa.yaml',
      '      not reached: templates/hpa.yaml:12 {{ if .Values.behavior }}',
      '',
      'Checked 3 cases of 1 release in 0.31 s: 1 error, 1 warning; 1 waived, 2 not checked',
      'Rendered by k8s-deploy-renderer (Helm 3.18.6)',
    ]);
  });

  test('a case that failed and should not have', () => {
    const cases = [outcome({ outcome: 'failed', objects: 0, rules: 0, findings: 1 })];
    expect(lines(result({ cases }), true)).toContain(
      '  ✗ prod: web/ha (1.33): failed, 0 rules, 1 finding (2.5 ms)',
    );
  });
});

test.each([
  ['red', result({ findings: [finding()] }), '\u001B[31m'],
  ['yellow', result({ findings: [finding({ severity: 'warning' })] }), '\u001B[33m'],
  ['green', result(), '\u001B[32m'],
  ['not green when nothing was checked', result({ cases: [] }), '\u001B[1m'],
])('the closing line is %s', (_, given, colour) => {
  const last = checkLines(given, recorder({ isTTY: true }), { verbose: false }).at(-1);
  expect(last?.startsWith(colour)).toBe(true);
});
