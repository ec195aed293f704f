import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionInputs } from '../../../../src/github/action/inputs.ts';
import { readInputs, requireNoProblems, variableOf } from '../../../../src/github/action/read-inputs.ts';

const given = (inputs: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [variableOf(name), value]));
const problems = (inputs: Readonly<Record<string, string>>): readonly string[] =>
  readInputs(given(inputs)).problems;
/** As a runner gives them: every input of action.yml, those of the workflow in their place. */
const fromRunner = (inputs: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...given(Object.fromEntries(actionInputs.map((input) => [input.name, input.default]))),
  ...given(inputs),
});

test('the runner writes names in capitals, and keeps hyphens', () => {
  expect(variableOf('work-dir')).toBe('INPUT_WORK-DIR');
});

test('defaults of action.yml are no problem for any command', () => {
  for (const command of ['check', 'preview', 'up', 'drift', 'status', 'recover', 'outputs', 'comment'])
    expect(readInputs(fromRunner({ command })).problems).toEqual([]);
});

test('what is given is typed', () => {
  const { inputs, problems: found } = readInputs(
    fromRunner({
      command: 'up',
      stack: ' dev ',
      deny: 'data-loss, downgrade\nexposure',
      'max-deletes': '3',
      timeout: '1h30m',
      atomic: 'TRUE',
      'stack-outputs': 'plain',
    }),
  );
  expect(found).toEqual([]);
  expect(inputs).toMatchObject({
    command: 'up',
    stack: 'dev',
    'work-dir': '.',
    deny: ['data-loss', 'downgrade', 'exposure'],
    'max-deletes': 3,
    timeout: 5400,
    atomic: true,
    refresh: false,
    comment: true,
    gate: true,
    'expect-digest': null,
    'stack-outputs': 'plain',
  });
});

describe('all problems at once, with the nearest name', () => {
  test('missing, misspelt, misplaced, conflicting', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(problems({ comand: 'up', stak: 'dev' })).toEqual([
      'comand: there is no such input; did you mean "command"?',
      'stak: there is no such input; did you mean "stack"?',
      expect.stringContaining('command: missing; expected check, preview,') as string,
    ]);
    expect(problems({ command: 'previw' })).toEqual([
      expect.stringMatching(
        /^command: expected check.* or comment, found "previw"; did you mean "preview"\?$/,
      ) as string,
    ]);
    expect(problems({ command: 'check', 'max-deletes': '1', heal: 'true' })).toEqual([
      'max-deletes: check does not know it; it is for preview, up, drift and comment',
      'heal: check does not know it; it is for drift',
    ]);
    expect(problems({ command: 'up', 'expect-digest': digest, 'approved-in': 'pull-request' })).toEqual([
      'expect-digest and approved-in: only one of them can say what was reviewed',
    ]);
    expect(problems({ command: 'destroy', stack: 'prod', 'confirm-destroy': 'dev' })).toEqual([
      expect.stringContaining('confirm-destroy: expected the name of the stack once more') as string,
    ]);
    expect(problems({ command: 'destroy', stack: 'prod', 'confirm-destroy': 'prod' })).toEqual([]);
    expect(problems({ command: 'preview', base: 'main', refresh: 'true' })).toEqual([
      'base and refresh: a preview against a commit asks no cluster, and applies nothing',
    ]);
  });

  test('one failure has them all', () => {
    const found = problems({ command: 'up', atomic: 'yes', parallel: '65' });
    expect(found).toHaveLength(2);
    expect(() => requireNoProblems(found)).toThrow(
      `the inputs of the step cannot be used:\n${found.join('\n')}`,
    );
    expect(() => requireNoProblems([])).not.toThrow();
  });

  test.each([
    ['atomic', 'yes', 'true or false'],
    ['atomic', '1', 'true or false'],
    ['max-deletes', 'NaN', 'a whole number from 0 to 999999999'],
    ['max-deletes', '-1', 'a whole number from 0 to 999999999'],
    ['max-deletes', '1e9', 'a whole number from 0 to 999999999'],
    ['parallel', '0', 'a whole number from 1 to 64'],
    ['timeout', '5 minutes', 'seconds, or a duration such as 90s, 15m or 1h30m, at most 24h'],
    ['timeout', '25h', 'seconds, or a duration such as 90s, 15m or 1h30m, at most 24h'],
    ['wait-for-lock', '-5s', 'seconds, or a duration'],
    ['stack-outputs', 'yes', 'false, plain or with-secrets'],
    ['expect-digest', 'sha256:12', 'sha256: and 64 hexadecimal digits'],
    ['pulumi-version', 'latest', 'a version such as 3.259.0'],
    ['tools-mirror', 'http://mirror.example.com', 'an https address'],
    ['tools-mirror', 'https://user:pass@mirror.example.com', 'an https address'],
    ['backend-url', 'ftp://x', 'an address that starts with s3://'],
    ['allowed-refs', '../main', 'a branch, a pattern'],
  ])('%s: %j', (name, value, expected) => {
    const [problem, ...others] = problems({ command: 'up', [name]: value });
    expect(others).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name}: expected `));
    expect(problem).toContain(expected);
    expect(problem).toContain(', found ');
    expect(problem).not.toContain('user:pass');
  });
});

const hostile = [
  '-x',
  '--yes',
  'a\nb',
  'a\0b',
  'a b',
  'a;b',
  '$(id)',
  '`id`',
  'a|b',
  '../a',
  'a/b/c/d',
  '',
  ' ',
];
test.each(hostile.filter((name) => name.trim() !== ''))(
  '%j is the name of no stack and of no release',
  (name) => {
    expect(problems({ command: 'up', stack: name })).not.toEqual([]);
    expect(problems({ command: 'up', targets: name.replaceAll(/[\n,]/g, ';') })).not.toEqual([]);
  },
);

test('secrets stand in no problem', () => {
  const secret = `s3cr3t-${'x'.repeat(140_000)}`;
  const found = problems({ command: 'check', token: secret, kubeconfig: 's3cr3t\0' });
  expect(found).toHaveLength(2);
  expect(found.join()).not.toContain('s3cr3t');
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(...hostile, 'true', '12', '9m'),
);

test('whatever is given, it is read or refused; names that pass are safe as arguments', () => {
  const names = fc.constantFrom(...actionInputs.map(({ name }) => name));
  fc.assert(
    fc.property(
      fc.dictionary(names, anyText),
      fc.constantFrom('up', 'check', 'preview', 'comment'),
      (texts, command) => {
        const { inputs, problems: found } = readInputs({ ...given(texts), ...given({ command }) });
        expect(found.every((problem) => !problem.includes('\0') && !problem.includes('\n'))).toBe(true);
        const passed = [inputs.stack, ...inputs.targets, ...inputs.deny, inputs.shard, inputs.base];
        const paths = [inputs['work-dir'], ...inputs.contracts].filter((path) => path !== null);
        expect(passed.filter((name) => name !== null && !/^\w[\w./@+^~-]*$/.test(name))).toEqual([]);
        // oxlint-disable-next-line no-control-regex -- they are what is looked for
        expect(paths.filter((path) => /^-|[\u0000-\u001f]/.test(path))).toEqual([]);
      },
    ),
    { numRuns: 2_000 },
  );
});
