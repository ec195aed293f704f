import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  builtInKinds,
  bundledCustomKinds,
  knownMinors,
  minorsOf,
  typesOf,
} from '../../../../src/contract/kubernetes/bundled.ts';
import { rules } from '../../../../src/contract/kubernetes/server-rules/index.ts';
import { isReference, type Shape } from '../../../../src/contract/kubernetes/shape.ts';

const file = new URL('../../../../src/contract/kubernetes/kubernetes-schemas.br', import.meta.url);

test('the file is small enough for a bundle', () => {
  expect(readFileSync(file).length).toBeLessThan(60_000);
});

test('every kind of every version is complete, and what the rules of the server name is there', () => {
  const fieldsOf = new Map<string, Set<string>>();
  for (const minor of knownMinors()) {
    const types = typesOf(minor);
    const seen = new Set<string>();
    const visit = (shape: Shape): void => {
      if (typeof shape === 'string') {
        if (!isReference(shape) || seen.has(shape)) return;
        seen.add(shape);
        const definition = types.definition(shape);
        const fields = typeof definition === 'object' && 'fields' in definition ? definition.fields : {};
        const name = shape.slice(1);
        fieldsOf.set(name, new Set([...(fieldsOf.get(name) ?? []), ...Object.keys(fields)]));
        visit(definition);
      } else if ('list' in shape) visit(shape.list);
      else if ('map' in shape) visit(shape.map);
      else if ('fields' in shape) Object.values(shape.fields).forEach(visit);
    };
    const kinds = builtInKinds().filter((id) => minorsOf(id).includes(minor));
    expect(kinds.length).toBeGreaterThan(60);
    for (const id of kinds) visit(types.kind(id) ?? 'any');
  }
  const named = Object.entries(rules).flatMap(
    ([definition, { optional = [], filled = [], ranges = {}, unique = [] }]) =>
      [...optional, ...filled, ...Object.keys(ranges), ...unique.map(({ list }) => list)].map(
        (field) => [definition, field] as const,
      ),
  );
  expect(named.filter(([definition, field]) => fieldsOf.get(definition)?.has(field) !== true)).toEqual([]);
  expect(Object.keys(rules).filter((definition) => !fieldsOf.has(definition))).toEqual([]);
});

test('versions follow each other without a gap', () => {
  const [first = 0] = knownMinors();
  expect(knownMinors()).toEqual(Array.from({ length: knownMinors().length }, (_, index) => first + index));
});

test('the operators that we know have what charts use of them', () => {
  const kinds = bundledCustomKinds().map(
    ({ group, kind, versions }) => `${group} ${kind} ${versions.join()}`,
  );
  expect(kinds).toEqual(
    expect.arrayContaining([
      'external-secrets.io ExternalSecret v1',
      'external-secrets.io SecretStore v1',
      'external-secrets.io ClusterSecretStore v1',
      'monitoring.coreos.com ServiceMonitor v1',
      'monitoring.coreos.com PodMonitor v1',
      'monitoring.coreos.com PrometheusRule v1',
      'monitoring.coreos.com Probe v1',
      'monitoring.coreos.com ScrapeConfig v1alpha1',
      'monitoring.coreos.com AlertmanagerConfig v1alpha1',
    ]),
  );
  for (const { versions, schema } of bundledCustomKinds()) {
    for (const version of versions) expect(schema(version)).toMatchObject({ type: 'object' });
  }
});
