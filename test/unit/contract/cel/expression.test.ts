import { describe, expect, test } from 'vitest';
import { compileExpression, type Evaluated } from '../../../../src/contract/cel/expression.ts';
import { celLimits } from '../../../../src/contract/cel/limits.ts';
import { celOf } from '../../../../src/contract/cel/values.ts';
import type { Data } from '../../../../src/kubernetes/data.ts';

const names = new Set(['x', 'spec', 'object', 'metadata']);

function evaluated(text: string, given: Readonly<Record<string, Data>> = {}): Evaluated {
  const compiled = compileExpression(text, names);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.flaws));
  const variables = Object.entries(given).map(([name, value]) => [name, celOf(value)]);
  return compiled.expression.evaluate(Object.fromEntries(variables));
}

const flaws = (text: string): unknown => {
  const compiled = compileExpression(text, names);
  return compiled.ok ? [] : compiled.flaws;
};

const said = (message: string | RegExp): unknown =>
  typeof message === 'string' ? message : expect.stringMatching(message);

describe('what stands for an expression, and where it is wrong', () => {
  test.each([
    ['1 +', 2, /^not an expression of CEL: /],
    ['', 0, /^not an expression of CEL: /],
    ['spec.?x', 4, /^not an expression of CEL: /],
    ['"😀é" == nope', 9, 'there is no variable "nope"; a field of the object is object.nope'],
    ['1 == 1 && metadat.name == "x"', 10, 'there is no variable "metadat"; did you mean "metadata"?'],
    ['has(nope.x)', 4, /^there is no variable "nope"/],
    ['type == "Opaque"', 0, 'there is no variable "type"; for the field write object.type'],
    ['[1].all(y, y > z)', 15, /^there is no variable "z"/],
    ['"A".lowerAsci()', 3, 'there is no function "lowerAsci"; did you mean "lowerAscii"?'],
    ['base65.decode("")', 0, /^there is no variable "base65"/],
    ['has(spec)', 0, 'has() takes a field, as in has(object.spec)'],
    ['[1].exists(i, y, true)', 3, 'exists() takes a name and a condition, as in list.exists(x, x > 1)'],
    ['"a".matches("(")', 3, 'error parsing regexp: missing closing ): `(`'],
    ['"a".find("[")', 3, /^error parsing regexp: /],
    ['('.repeat(2_000), 0, 'the expression is nested too deeply'],
    ['x'.repeat(celLimits.characters + 1), 0, /^the expression has 8001 characters/],
  ])('%s', (text, offset, message) => {
    expect(flaws(text)).toContainEqual({ offset, message: said(message) });
  });

  test('every unknown name, in order', () => {
    expect(flaws('foo(1) && bar')).toMatchObject([{ offset: 0 }, { offset: 10 }]);
  });

  test('says what it reads, without what a macro binds', () => {
    const compiled = compileExpression('spec.a.all(y, y.b == x) && base64.decode("") == b""', names);
    expect(compiled.ok && compiled.expression.reads).toEqual(new Set(['spec', 'x']));
  });
});

describe('what is', () => {
  test.each<[string, Data]>([
    ['x + 1 == 3', 2],
    ['x == 2.0 && x > 1.5 && type(x) == int', 2],
    ['type(x) == double && x * 2.0 == 1.0', 0.5],
    ['type(x) == double', 2 ** 60],
    ['x.a == null && !has(x.a) && !("a" in x)', { a: null }],
    ['!has(x.a) && has(x.b)', { b: false }],
    ['x["b/c"] == 1 && x.namespace == 2', { 'b/c': 1, namespace: 2 }],
    ['x.constructor == 1 && !has(x.toString)', { constructor: 1 }],
    ['x.map(y, y.a)[1] == 2 && x.map(y, y.a > 1, y.a) == [2]', [{ a: 1 }, { a: 2 }]],
    ['x.filter(y, y > 1).map(y, x.filter(z, z < y).size()) == [1, 2]', [1, 2, 3]],
    ['x.exists(k, k == "a") && x.all(k, x[k] > 0)', { a: 1, b: 2 }],
    ['[x.map(y, y) + [3]].map(l, (l + [4]).size() + (l + [5]).size()) == [8]', [1, 2]],
    ['x.nope.y > 1 || true', {}],
    ['x.matches("^(a+)+$") == false', `${'a'.repeat(2_000)}b`],
    ['"%s %d".format([x, 1]) == "a 1" && "a.b.c".split(".", 2) == ["a", "b.c"]', 'a'],
    ['"a.b.c".replace(".", "-", 1) == "a-b.c" && "ab".replace("", "-") == "-a-b-"', null],
    ['int("-12") == -12 && double("1.5e1") == 15.0', null],
  ])('%s', (text, x) => {
    expect(evaluated(text, { x })).toEqual({ ok: true, value: true });
  });

  test('long lists are no matter', () => {
    const x = Array.from({ length: 50_000 }, (_, index) => index);
    expect(evaluated('x.filter(y, y % 2 == 0).map(y, y + 1).exists(y, y == 49999)', { x })).toMatchObject({
      value: true,
    });
  });
});

describe('what cannot be evaluated', () => {
  test.each<[string, Data, number, boolean, string | RegExp]>([
    ['spec.a > 1', null, 0, true, 'spec: there is no such field'],
    ['x.a.b > 1', { a: {} }, 3, true, 'x.a.b: field not found: b'],
    ['x.a.b > 1', { a: 3 }, 3, true, 'x.a.b: field not found: b'],
    ['has(x.a.b)', {}, 5, true, 'x.a: field not found: a'],
    ['x["a"] == 1', {}, 0, true, 'x: field not found: a'],
    ['x.exists(y, y.a > 1)', [{}], 13, true, 'y.a: field not found: a'],
    ['x.a && x.b', {}, 1, true, 'x.a: field not found: a'],
    ['x.a && x', {}, 1, false, 'x.a: field not found: a'],
    ['x + 1 > 1', 'a', 2, false, /no matching overload for '_\+_' applied to '\(string, int\)'/],
    ['x > 1', 'a', 2, false, /no matching overload/],
    ['x.all(y, true)', 7, 1, false, /iterable/],
    ['quantity(x).isInteger()', 'much', 0, false, 'quantity() was given what is no quantity'],
    ['quantity(x).asInteger() > 0', '500m', 11, false, /not whole/],
    ['semver(x).major() > 0', 'v1.2', 0, false, /no semantic version/],
    ['url(x).getHost() == ""', 'nope', 0, false, /no absolute URL/],
    ['x.min() == 1', [], 1, false, /empty list/],
    ['x.max() == 1', [1, 'a'], 1, false, /cannot be compared/],
    ['x.sum() == 1', ['a'], 1, false, /no numbers/],
    ['int(x) == 0', '', 0, false, /no whole number/],
    ['double(x) < 1.0', 'x', 0, false, /no number/],
    ['base64.decode(x) == b""', '*', 6, false, /not base64/],
    ['json.decode(x) == 1', '{', 4, false, /well-formed/],
    ['yaml.decode(x) == 1', 'a: [', 4, false, /well-formed/],
    ['x.matches(x)', '(', 1, false, /parsing regexp/],
    ['x.all(a, x.all(b, x.all(c, c > 0)))', Array.from({ length: 200 }, () => 1), 19, false, /2000000 items/],
    ['x.replace("a", x).size() > 0', 'a'.repeat(2_000), 1, false, /1000000 characters/],
    [
      'x.map(y, x.join("")).join("").size() > 0',
      Array.from({ length: 2_000 }, () => 'a'),
      20,
      false,
      /1000000/,
    ],
  ])('%s', (text, x, offset, isMissing, message) => {
    const fault = { offset, isMissing, message: said(message) };
    expect(evaluated(text, { x })).toMatchObject({ ok: false, fault });
  });
});
