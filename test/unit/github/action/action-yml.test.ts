import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionYaml, withTables } from '../../../../scripts/action-yml.ts';
import { actionInputs } from '../../../../src/github/action/inputs.ts';
import { inputForms } from '../../../../src/github/action/input-forms.ts';
import { readInputs, variableOf } from '../../../../src/github/action/read-inputs.ts';
import { actionOutputs } from '../../../../src/github/action/step-outputs.ts';

interface Metadata {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: object;
}
const file = readFileSync('action.yml', 'utf8');
const metadata = parse(file) as Metadata;
const page = readFileSync('docs/action.md', 'utf8');

test('action.yml and the page are as they are written from the table', () => {
  expect(file).toBe(actionYaml());
  expect(page).toBe(withTables(page));
});

test('action.yml, the page and the parser know the same inputs', () => {
  const names = actionInputs.map(({ name }) => name);
  expect(Object.keys(metadata.inputs)).toEqual(names);
  expect([...page.matchAll(/^\| `([\w-]+)` \| .* \| .* \| .* \|$/gm)].map(([, name]) => name)).toEqual(names);
  const defaults = Object.entries(metadata.inputs).map(([name, input]) => [
    variableOf(name),
    input.default ?? '',
  ]);
  const { inputs, problems } = readInputs({
    ...Object.fromEntries(defaults),
    INPUT_COMMAND: 'check',
  } as NodeJS.ProcessEnv);
  expect(problems).toEqual([]);
  expect(Object.keys(inputs)).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
});

test('every text that becomes an argument has a form', () => {
  const free = ['token', 'kubeconfig']; // never arguments
  const texts = actionInputs.filter(({ reads }) => reads.kind === 'text' || reads.kind === 'list');
  expect(texts.map(({ name }) => name).filter((name) => !Object.hasOwn(inputForms, name))).toEqual(free);
});

test('outputs and entries', () => {
  expect(Object.keys(metadata.outputs)).toEqual(Object.keys(actionOutputs));
  expect(metadata.runs).toEqual({
    using: 'node24',
    main: 'dist/main.js',
    post: 'dist/post.js',
    'post-if': 'always()',
  });
});
