import { describe, expect, test } from 'vitest';
import { fieldText } from '../../../src/kubernetes/field.ts';
import type { DataMap } from '../../../src/kubernetes/data.ts';
import { backingChange, propertyPath, type BackingResource } from '../../../src/plan/backing.ts';
import type { Step } from '../../../src/deploy/steps.ts';

const sealed = {
  '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
  ciphertext: '[secret]',
};

const step = (operation: Step['operation'], changedKeys: string[] = []): Step => ({
  operation,
  urn: 'urn:pulumi:dev::shop::kubernetes:core/v1:Secret::login',
  type: 'kubernetes:core/v1:Secret',
  kind: 'Secret',
  name: 'login',
  changedKeys,
  replaceKeys: [],
  order: operation === 'replace' ? 'create-first' : null,
});

const changed = (
  kind: string,
  planned: Step | null,
  before: DataMap | null,
  after: DataMap | null,
): ReturnType<typeof backingChange> => {
  const state = (inputs: DataMap | null) => (inputs === null ? null : { inputs, outputs: {} });
  const resource: BackingResource = {
    id: 'x',
    kind,
    name: 'shop/x',
    step: planned,
    states: { before: state(before), after: state(after), keys: { 'data.user': 'added' } },
  };
  return backingChange(resource);
};

const told = ({ fields }: ReturnType<typeof backingChange>): unknown[] =>
  fields.map(({ place, change, secret, before, after }) =>
    secret ? [fieldText(place), change, 'secret'] : [fieldText(place), change, before, after],
  );

test('what has no step stays as it is', () => {
  expect(changed('Secret', null, { data: sealed }, { data: sealed })).toMatchObject({
    operation: 'same',
    order: null,
    fields: [],
  });
});

test('a Secret says which keys change, and nothing of them', () => {
  const change = changed(
    'Secret',
    step('replace', ['data.password', 'data.user', 'type']),
    { apiVersion: 'v1', data: sealed, type: 'Opaque' },
    { apiVersion: 'v1', data: sealed, type: 'kubernetes.io/tls' },
  );
  expect(change).toMatchObject({ operation: 'replace', order: 'create-first' });
  expect(told(change)).toEqual([
    ['data.password', 'changed', 'secret'],
    ['data.user', 'added', 'secret'],
    ['type', 'changed', 'Opaque', 'kubernetes.io/tls'],
  ]);
});

test('labels, lists and new keys are told one by one', () => {
  const change = changed(
    'Namespace',
    step('update', ['metadata.labels["example.com/tier"]', 'metadata.annotations']),
    { metadata: { labels: { 'example.com/tier': 'a' } } },
    { metadata: { labels: { 'example.com/tier': 'b' }, annotations: { note: 'x' } } },
  );
  expect(told(change)).toEqual([
    ['metadata.labels["example.com/tier"]', 'changed', 'a', 'b'],
    ['metadata.annotations.note', 'added', null, 'x'],
  ]);
});

test('what is created shows what it is made of, without what its name says', () => {
  const change = changed('ServiceAccount', step('create'), null, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'x',
      namespace: 'shop',
      annotations: { 'pulumi.com/autonamed': 'true', role: 'reader' },
    },
  });
  expect(told(change)).toEqual([['metadata', 'added', null, { annotations: { role: 'reader' } }]]);
});

test('what goes says no more', () => {
  expect(changed('Secret', step('delete'), { data: sealed }, null)).toMatchObject({
    operation: 'delete',
    fields: [],
  });
});

describe('Pulumi’s spelling of a place', () => {
  test.each([
    ['data.password', ['data', 'password']],
    ['spec.rules[0].host', ['spec', 'rules', 0, 'host']],
    ['metadata.labels["app.kubernetes.io/name"]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['data["a\\"b"].c', ['data', 'a"b', 'c']],
    ['type', ['type']],
    ['["a.b"]', ['a.b']],
  ])('%s', (text, path) => {
    expect(propertyPath(text)).toEqual(path);
  });
});
