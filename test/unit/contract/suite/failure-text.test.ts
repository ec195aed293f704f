import { describe, expect, test } from 'vitest';
import { outcomeFault } from '../../../../src/contract/suite/failure-text.ts';
import type { ExpectedFailure } from '../../../../src/contract/suite/suite.ts';
import type { RenderedObject } from '../../../../src/kubernetes/rendered.ts';
import type { RenderFailure, RenderOutcome } from '../../../../src/render/renderer.ts';
import { renderedObject } from '../../../setup/rendered.ts';

const failure = (message: string, kind: RenderFailure['kind'] = 'template'): RenderOutcome => ({
  ok: false,
  failure: { kind, message, template: null, line: null },
});
const renders = (...objects: RenderedObject[]): RenderOutcome => ({
  ok: true,
  render: { objects, notes: '', values: {}, warnings: [] },
  reached: null,
});
const rendered = renders(renderedObject({ kind: 'ConfigMap', metadata: { name: 'a' } }));
const text = (words: string): ExpectedFailure => ({ kind: 'text', text: words });
const pattern = (regex: string): ExpectedFailure => ({ kind: 'pattern', pattern: regex });

/** As Helm 3.18.6 prints it. */
const refusal =
  'execution error at (leoflow/templates/_refusals.tpl:32:4): secretKey: must be 16 bytes,\n  32 hexadecimal digits';

describe('as expected', () => {
  test.each<[string, ExpectedFailure | null, RenderOutcome]>([
    ['it renders', null, rendered],
    ['text in the message', text('must be 16 bytes'), failure(refusal)],
    ['text over a line break', text('16 bytes, 32 hexadecimal'), failure(refusal)],
    ['text with line breaks of its own', text('16 bytes,\n32 hexadecimal\n'), failure(refusal)],
    ['a pattern', pattern('must be \\d+ bytes.*digits$'), failure(refusal)],
    ['a pattern in the syntax of RE2', pattern('(?i)MUST be'), failure(refusal)],
    ['the schema', text('secretKey: Invalid type'), failure('- secretKey: Invalid type', 'schema')],
    ['the version', text('incompatible'), failure('chart requires kubeVersion, incompatible', 'version')],
  ])('%s', (_, expected, outcome) => {
    expect(outcomeFault(expected, outcome)).toBeNull();
  });
});

describe('not as expected', () => {
  test.each<[string, ExpectedFailure | null, RenderOutcome, string, string]>([
    ['row 6: there is nothing to check', null, renders(), 'case/empty', 'it renders no object at all'],
    ['it fails', null, failure('no value\n'), 'case/failed', 'it does not render: no value'],
    ['it renders', text('32'), rendered, 'case/rendered', 'it renders, and should fail with "32"'],
    [
      'it renders, for a pattern',
      pattern('3.'),
      rendered,
      'case/rendered',
      'it renders, and should fail with a message that matches "3."',
    ],
    [
      'another message',
      text('url'),
      failure('no key'),
      'case/other-failure',
      'it should fail with "url", and fails with another message: no key',
    ],
    [
      'only the line of the template has the text',
      text('32'),
      failure('execution error at (leoflow/templates/_refusals.tpl:32:4): no key'),
      'case/other-failure',
      'it should fail with "32", and fails with another message: execution error at (leoflow/templates/_refusals.tpl:32:4): no key',
    ],
    [
      'upper and lower case differ',
      pattern('^no KEY$'),
      failure('no key'),
      'case/other-failure',
      'it should fail with a message that matches "^no KEY$", and fails with another message: no key',
    ],
  ])('%s', (_, expected, outcome, rule, message) => {
    expect(outcomeFault(expected, outcome)).toMatchObject({ rule, message });
  });

  test('what the chart did not mean', () => {
    expect(outcomeFault(text('32'), failure('yaml: line 32', 'manifest'))).toMatchObject({
      rule: 'case/other-failure',
      hint: 'This is no refusal of the chart, so it says nothing about the check that is meant: mend it first.',
    });
  });

  test.each(['chart', 'limit', 'timeout', 'panic'] as const)('no answer at all: %s', (kind) => {
    const fault = { rule: 'case/undecided', message: 'it is not known whether it renders: yaml: line 32' };
    expect(outcomeFault(text('32'), failure('yaml: line 32', kind))).toMatchObject(fault);
    expect(outcomeFault(null, failure('yaml: line 32', kind))).toMatchObject(fault);
  });

  test('what nobody may read is taken out before a message is shortened', () => {
    const hide = (said: string): string => said.replaceAll('secret'.repeat(10), '*');
    const fault = outcomeFault(null, failure(`${'x'.repeat(1990)}${'secret'.repeat(10)}`), hide);
    expect(fault?.message).toBe(`it does not render: ${'x'.repeat(1990)}*`);
  });

  test('a long message is shortened', () => {
    const fault = outcomeFault(null, failure('x'.repeat(100_000)));
    expect(fault?.message).toHaveLength('it does not render: '.length + 2001);
  });
});

test('a pattern that would take a backtracking engine years', () => {
  const started = performance.now();
  outcomeFault(pattern('^(a+)+$'), failure(`${'a'.repeat(50_000)}b`));
  expect(performance.now() - started).toBeLessThan(5000);
});
