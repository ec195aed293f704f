import { expect, test } from 'vitest';
import { explainLines, type ExplainedRule } from '../../../../src/report/check/explain.ts';
import { recorder } from '../recorder.ts';

const rules: ReadonlyMap<string, ExplainedRule> = new Map([
  [
    'SF-9',
    {
      title: 'The liveness probe asks /healthz',
      why: `${'It restarts pods that are well. '.repeat(5)}\nAsk /healthz.`,
      severity: 'error',
      source: 'pack sf2loki',
    },
  ],
]);

test.each(['SF-9', 'sf-9'])('%s: title, severity, origin, and why in lines of a readable length', (id) => {
  expect(explainLines(id, rules, {}, recorder())).toEqual([
    'SF-9  The liveness probe asks /healthz',
    'error, from pack sf2loki',
    '',
    'It restarts pods that are well. It restarts pods that are well. It restarts pods that are well. It',
    'restarts pods that are well. It restarts pods that are well.',
    'Ask /healthz.',
  ]);
});

test.each([
  ['SF9', 'there is no rule "SF9"; did you mean "SF-9"?'],
  ['nothing like it', 'there is no rule "nothing like it"'],
  ['a\u001B[2J', 'there is no rule "a\\u001b[2J"'],
])('%s is none', (id, message) => {
  expect(() => explainLines(id, rules, {}, recorder())).toThrow(
    expect.objectContaining({ code: 'configuration', message }),
  );
});

test('an example: what is faulty, what is found, what to do', () => {
  const example = { given: 'kind: Deployment\nspec: {}\n', found: 'it asks /readyz', mend: 'Ask /healthz.' };
  expect(explainLines('SF-9', rules, { 'SF-9': example }, recorder()).slice(6)).toEqual([
    '',
    'For example',
    '  kind: Deployment',
    '  spec: {}',
    '',
    'Found: it asks /readyz',
    'What to do: Ask /healthz.',
  ]);
});

test('an example of something that is not there shows nothing', () => {
  const example = { given: null, found: 'there is none', mend: 'Make it.' };
  expect(explainLines('SF-9', rules, { 'SF-9': example }, recorder()).slice(6)).toEqual([
    '',
    'For example',
    'Found: there is none',
    'What to do: Make it.',
  ]);
});
