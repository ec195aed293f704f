/** Nothing that a contract or a chart can hold makes a rule throw. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRule } from '../../../../src/contract/cel/rule.ts';
import type { DataMap } from '../../../../src/kubernetes/data.ts';
import { subject } from './given.ts';

const manifest = fc.dictionary(
  fc.oneof(
    fc.constantFrom('kind', 'metadata', 'spec', 'data', 'type', 'object', 'values', '__proto__'),
    fc.string(),
  ),
  fc.jsonValue({ maxDepth: 4 }),
) as fc.Arbitrary<DataMap>;

const words = `kind spec object objects values case x .a .size() [0] ["a"] "a" 1 1.5 == < && || ! + - * / % in ? :
  ( ) [ ] { } , has( .all(x, .exists(x, .map(x, .filter(x, quantity( yaml.decode( string( true`;

const word = fc.constantFrom(...words.split(/\s+/));

const expression = fc.oneof(
  fc.array(word, { maxLength: 12 }).map((some) => some.join(' ')),
  fc.string(),
);

const sound = [
  'object.spec.a > 1',
  'object == {"a": [1, 2.5, null]} || string(spec) != ""',
  'spec.map(x, x.a) == spec.filter(x, x.b)',
  'quantity(data.a).isInteger() && semver(data.b).major() > 0',
  'yaml.decode(kind) == json.decode(kind)',
  '[spec, data, kind].isSorted() || [spec].min() == spec',
  '"%s %d".format([spec, data]) == kind',
  'kind.matches(kind) || kind.find(kind) == kind.replace("", kind)',
  'objects.exists(o, o == object) && values[kind] == case',
];

describe('any text and any data', () => {
  test('compile to a rule or to problems within the text, and rules give verdicts', () => {
    fc.assert(
      fc.property(
        expression,
        fc.option(expression, { nil: undefined }),
        fc.array(manifest),
        (assert, on, manifests) => {
          const compiled = compileRule({
            id: 'any',
            on,
            assert,
            messageExpression: on,
            severity: 'error',
            optional: true,
          });
          if (compiled.ok) compiled.rule.judge(subject(manifests, manifests[0]), 'any');
          const outside = (compiled.ok ? [] : compiled.problems).filter(
            ({ part, offset }) => offset < 0 || offset > (part === 'assert' ? assert : (on ?? '')).length,
          );
          expect(outside).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test.each(sound)('%s: of any object there is a verdict or none, and never an exception', (assert) => {
    const compiled = compileRule({ id: 'any', on: 'kind != 1', assert, severity: 'error', optional: true });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
    const { rule } = compiled;
    fc.assert(
      fc.property(fc.array(manifest), (manifests) => {
        for (const verdict of rule.judge(subject(manifests, manifests[0]), 'any')) {
          expect(['violation', 'error']).toContain(verdict.kind);
        }
      }),
      { numRuns: 300 },
    );
  });
});
