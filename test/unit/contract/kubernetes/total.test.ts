/** Whatever a template prints, and whatever a definition says, there is an answer. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInKinds, bundledCustomKinds } from '../../../../src/contract/kubernetes/bundled.ts';
import type { Data, DataMap } from '../../../../src/kubernetes/data.ts';
import { deployment } from './objects.ts';
import { found } from './found.ts';

const keys = fc.oneof(
  fc.constantFrom(
    'spec',
    'metadata',
    'template',
    'containers',
    'ports',
    'env',
    'name',
    'rules',
    'data',
    'items',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
  fc.string(),
);
const { data } = fc.letrec<{ data: Data; map: DataMap }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<Data>(null, true, '', 'x', 0, -1, 1.5, 1e21, '5m'),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('data'), { maxLength: 4 }),
    tie('map'),
  ),
  map: fc.dictionary(keys, tie('data'), { maxKeys: 5 }),
}));

const ids = [
  ...builtInKinds(),
  ...bundledCustomKinds().flatMap(({ group, kind, versions }) =>
    versions.map((version) => `${group}/${version}/${kind}`),
  ),
];
const identities = fc.oneof(
  fc.constantFrom(...ids).map((id) => [id.replace(/\/[^/]*$/, ''), id.split('/').at(-1) ?? '']),
  fc.tuple(fc.string(), fc.string()),
);

test('any object of any kind gives findings', () => {
  fc.assert(
    fc.property(identities, fc.dictionary(keys, data), ([apiVersion = '', kind = ''], body) => {
      expect(found({ ...body, apiVersion, kind })).toBeInstanceOf(Array);
    }),
    { numRuns: 2_000 },
  );
});

/** Replaces what stands at some places of a good object. */
test('any damage to a good object gives findings', () => {
  fc.assert(
    fc.property(data, fc.nat(), (value, seed) => {
      let places = 0;
      const damaged = (inner: Data): Data => {
        places += 1;
        if (places % ((seed % 11) + 2) === 0) return value;
        if (Array.isArray(inner)) return (inner as readonly Data[]).map(damaged);
        if (typeof inner !== 'object' || inner === null) return inner;
        return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, damaged(each)]));
      };
      const spec = damaged(
        deployment({ env: [{ name: 'A', value: 'b' }], ports: [{ containerPort: 80 }] })['spec'] ?? null,
      );
      expect(found({ ...deployment(), spec })).toBeInstanceOf(Array);
    }),
    { numRuns: 1_000 },
  );
});

test('any definition gives findings', () => {
  const words = fc.constantFrom(
    'type',
    'properties',
    'items',
    'required',
    'enum',
    'pattern',
    'oneOf',
    'anyOf',
    'allOf',
    'not',
    'additionalProperties',
    'x-kubernetes-list-type',
    'x-kubernetes-list-map-keys',
    'x-kubernetes-int-or-string',
    'minimum',
    'maxLength',
    'format',
    'default',
  );
  const { schema } = fc.letrec<{ schema: Data }>((tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 5, withCrossShrink: true },
      fc.constantFrom<Data>({ type: 'string' }, { type: 'object' }, 'object', 'map', 'array'),
      fc.dictionary(words, fc.oneof(tie('schema'), fc.array(tie('schema'), { maxLength: 3 }), data), {
        maxKeys: 4,
      }),
    ),
  }));
  fc.assert(
    fc.property(schema, data, (openAPIV3Schema, spec) => {
      const crd = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        spec: {
          group: 'example.com',
          names: { kind: 'Thing' },
          versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema } }],
        },
      };
      const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' }, spec };
      expect(found(thing, { crds: [crd] })).toBeInstanceOf(Array);
    }),
    { numRuns: 2_000 },
  );
});

test('data that nests without end is refused, in a schema that does so too', () => {
  let schema: DataMap = { type: 'object' };
  let nested: Data = {};
  for (let depth = 0; depth < 1_000; depth++) {
    schema = { type: 'object', properties: { not: schema } };
    nested = { not: nested };
  }
  const crd = (openAPIV3Schema: DataMap): DataMap => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Thing', plural: 'things' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  });
  const expected = expect.stringContaining('nested more than 200 levels deep');
  expect(found(crd({ type: 'object', not: nested }), { hash: 'deep definition' })).toEqual([expected]);
  const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' }, not: nested };
  expect(found(thing, { crds: [crd(schema)], hash: 'deep object' })).toEqual([expected]);
});
