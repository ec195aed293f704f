import { describe, expect, it } from 'vitest';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import type { RenderedObject } from '../../../src/kubernetes/rendered.ts';
import { compareRenders } from '../../../src/render/compare-renders.ts';
import type { RenderFailure, RenderOutcome } from '../../../src/render/renderer.ts';

const object = (given: Partial<RenderedObject> = {}): RenderedObject => ({
  manifest: { kind: 'Secret', data: { password: 'one' } },
  apiVersion: 'v1',
  kind: 'Secret',
  name: 'a',
  namespace: null,
  template: 'chart/templates/a.yaml',
  hook: null,
  isCrd: false,
  hash: 'abc',
  duplicateKeys: [],
  ...given,
});

const render = (
  objects: readonly RenderedObject[],
  values: DataMap = {},
  notes = '',
  reached: readonly number[] | null = null,
): RenderOutcome => ({ ok: true, render: { objects, notes, values, warnings: [] }, reached });

const refusal = (failure: Partial<RenderFailure>): RenderOutcome => ({
  ok: false,
  failure: { kind: 'template', message: 'no', template: null, line: null, ...failure },
});

describe('two renders', () => {
  it('are the same, whatever was reached', () => {
    expect(compareRenders(render([object()]), render([object()], {}, '', [1]))).toEqual([]);
  });

  it('differ at places, which are named without their values', () => {
    const changed = object({ manifest: { kind: 'Secret', data: { password: 'two' } }, hash: 'def' });
    expect(
      compareRenders(render([object()], { token: 'one' }), render([changed], { token: 'two' }, 'x')),
    ).toEqual([
      'Secret/a of chart/templates/a.yaml.hash',
      'Secret/a of chart/templates/a.yaml.data.password',
      'values.token',
      'notes',
    ]);
  });

  it('differ in what they have', () => {
    expect(compareRenders(render([object()]), render([]))).toEqual([
      'object: Secret/a of chart/templates/a.yaml / nothing',
    ]);
  });
});

describe('two refusals', () => {
  it.each([
    [{ template: 'a' }, { template: 'b' }, []],
    [{ kind: 'chart' }, { kind: 'values' }, ['kind of the failure: chart / values']],
    [{ message: 'a' }, { message: 'b' }, ['message of the failure: a / b']],
    [{ kind: 'schema', message: 'x:\n- a\n- b' }, { kind: 'schema', message: 'x:\n- b\n- a' }, []],
  ] as const)('%o and %o', (one, other, expected) => {
    expect(compareRenders(refusal(one), refusal(other))).toEqual(expected);
  });

  it('and a render are told apart', () => {
    expect(compareRenders(render([]), refusal({ message: 'broken' }))).toEqual([
      'one rendered, the other refused: broken',
    ]);
  });
});
