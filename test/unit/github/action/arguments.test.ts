import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argumentsOf, type AskedFor } from '../../../../src/github/action/arguments.ts';
import { actionInputs, type ActionInputs } from '../../../../src/github/action/inputs.ts';
import { readInputs, variableOf } from '../../../../src/github/action/read-inputs.ts';

const read = (inputs: Readonly<Record<string, string>>): ActionInputs =>
  readInputs(Object.fromEntries(Object.entries(inputs).map(([name, value]) => [variableOf(name), value])))
    .inputs;
const asked = (command: AskedFor['command'], more: Partial<AskedFor> = {}): AskedFor => ({
  command,
  stack: null,
  directory: '/w/deploy',
  comments: false,
  reports: [],
  ...more,
});

describe('as on the command line', () => {
  test.each<[AskedFor, Readonly<Record<string, string>>, string[]]>([
    [asked('check'), {}, ['check', '--cwd=/w/deploy']],
    [
      asked('check', { reports: ['json=/t/check.json'] }),
      {
        contracts: 'contracts/a.yaml\ncharts/b',
        'kube-versions': '1.31, 1.33',
        'fail-on': 'warning',
        shard: '1/2',
      },
      [
        'check',
        '--cwd=/w/deploy',
        '--kube-version=1.31',
        '--kube-version=1.33',
        '--fail-on=warning',
        '--shard=1/2',
        '--report=json=/t/check.json',
        '--',
        'contracts/a.yaml',
        'charts/b',
      ],
    ],
    [
      asked('preview', { stack: 'dev', comments: true }),
      { gate: 'false', 'expect-no-changes': 'true', atomic: 'true', timeout: '15m' },
      [
        'preview',
        '--stack=dev',
        '--cwd=/w/deploy',
        '--comment',
        '--no-check',
        '--expect-no-changes',
        '--timeout=900',
        '--atomic',
      ],
    ],
    [asked('destroy', { stack: 'dev' }), {}, ['destroy', '--stack=dev', '--cwd=/w/deploy', '--yes']],
    [asked('drift'), {}, ['drift', '--cwd=/w/deploy', '--detect']],
    [asked('status'), { 'require-ready': 'true' }, ['status', '--cwd=/w/deploy', '--check']],
  ])('%j', (what, inputs, expected) => {
    expect(argumentsOf(what, read({ command: what.command, ...inputs }))).toEqual(expected);
  });

  test('what a comment asks for leaves out what only the other command knows', () => {
    const inputs = read({
      command: 'comment',
      parallel: '4',
      'approved-in': 'pull-request',
      'max-deletes': '2',
    });
    expect(argumentsOf(asked('preview'), inputs)).toEqual(['preview', '--cwd=/w/deploy', '--max-deletes=2']);
    expect(argumentsOf(asked('up'), inputs)).toEqual(
      expect.arrayContaining(['--parallel=4', '--approved-in=pull-request', '--max-deletes=2']),
    );
  });
});

test('every value stands in one argument with its option', () => {
  const options = new Set(actionInputs.flatMap(({ option }) => option ?? []));
  const names = fc.constantFrom(...actionInputs.map(({ name }) => name).filter((name) => name !== 'command'));
  const commands = fc.constantFrom('check' as const, 'preview' as const, 'up' as const, 'drift' as const);
  fc.assert(
    fc.property(fc.dictionary(names, fc.string()), commands, (texts, command) => {
      const inputs = read({ ...texts, command });
      const [first, ...rest] = argumentsOf(asked(command, { stack: inputs.stack }), inputs);
      const end = rest.indexOf('--');
      const given = end === -1 ? rest : rest.slice(0, end);
      expect(first).toBe(command);
      for (const argument of given) expect(options).toContain(argument.split('=')[0]);
    }),
    { numRuns: 1_000 },
  );
});
