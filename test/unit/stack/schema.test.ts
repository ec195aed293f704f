import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systems } from '../../../src/systems/registry.ts';

interface JsonSchema {
  readonly $id?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly const?: string;
}

const root = new URL('../../../', import.meta.url);
const schema = JSON.parse(readFileSync(new URL('schemas/deploy.schema.json', root), 'utf8')) as JsonSchema;

test('the committed JSON Schema is what the stack file’s schema gives', () => {
  const node = new URL('node_modules/.bin/node', root).pathname;
  expect(() =>
    execFileSync(node, ['scripts/schema.ts', '--check'], { cwd: root, stdio: 'pipe' }),
  ).not.toThrow();
});

test('it has a release for every system, and one for none', () => {
  const { additionalProperties } = schema.properties?.['releases'] ?? {};
  const branches = (typeof additionalProperties === 'object' ? additionalProperties.oneOf : undefined) ?? [];
  const names = branches.map(({ properties }) => properties?.['system']?.const ?? null);
  expect(names).toEqual([null, ...systems.map(({ name }) => name)]);
  for (const branch of branches) expect(branch.additionalProperties).toBe(false);
});

test('nothing is required that a stack’s override may give', () => {
  expect(schema.required).toEqual(['apiVersion', 'name', 'releases']);
  expect(schema.properties?.['cluster']?.required).toBeUndefined();
});
