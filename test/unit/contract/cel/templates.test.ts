/** Rules that ask which template an object is from. */
import { expect, test } from 'vitest';
import { compileRule } from '../../../../src/contract/cel/rule.ts';
import type { Subject } from '../../../../src/systems/rule.ts';
import { configMap, subject } from './given.ts';

/** The same text from two files, which a process tells as one document; and a third file that prints nothing. */
function twice(): Subject {
  const given = subject([configMap('same', { a: '1' })]);
  const [one] = given.objects;
  if (one === undefined) throw new Error('there is no object');
  return {
    ...given,
    chart: {
      ...given.chart,
      templates: ['demo/templates/a.yaml', 'demo/templates/b.yaml', 'demo/templates/none.yaml'],
    },
    objects: ['a', 'b'].map((name) => ({ ...one, template: `demo/templates/${name}.yaml` })),
  };
}

function ask(text: { readonly on?: string; readonly assert: string }): string[] {
  const compiled = compileRule({ id: 'asked', ...text, severity: 'error', optional: false });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.rule
    .judge(twice(), 'case')
    .map((verdict) =>
      verdict.kind === 'violation'
        ? `${verdict.kind} ${verdict.violation.object?.template ?? ''}`
        : verdict.kind,
    );
}

test.each([
  ['template == "demo/templates/a.yaml"', ['violation demo/templates/a.yaml']],
  ['template == "demo/templates/b.yaml"', ['violation demo/templates/b.yaml']],
  ['template.startsWith("demo/")', ['violation demo/templates/a.yaml', 'violation demo/templates/b.yaml']],
  ['template == "demo/templates/c.yaml"', ['no-match']],
])('on: %s', (on, verdicts) => {
  expect(ask({ on, assert: 'data.a == "2"' })).toEqual(verdicts);
});

test.each([
  ['templates["demo/templates/a.yaml"].size() == 1', []],
  ['templates["demo/templates/a.yaml"][0].data.a == "1"', []],
  ['templates["demo/templates/none.yaml"].size() == 0', []],
  ['templates.exists(t, templates[t].size() == 2)', ['violation ']],
  ['templates["demo/templates/nome.yaml"].size() == 0', ['error']],
])('%s: %j', (assert, verdicts) => {
  expect(ask({ assert })).toEqual(verdicts);
});
