/** The generated references: an example for every field and every rule, each of which is one. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleOf } from '../../scripts/reference/examples.ts';
import { fieldsOf, pathText } from '../../scripts/reference/fields.ts';
import type { JsonSchema } from '../../scripts/reference/json-schema.ts';
import ruleExamples from '../../src/commands/rule-examples.json' with { type: 'json' };
import { knownRules } from '../../src/commands/known-rules.ts';
import { contractFile } from '../../src/contract/suite/schema.ts';
import { stackFileSchema } from '../../src/stack/schema.ts';
import { systems } from '../../src/systems/registry.ts';

const document = (name: string): unknown =>
  parse(readFileSync(`scripts/reference/examples/${name}.yaml`, 'utf8'));

test('the stack file that examples are taken from is one', () => {
  expect(stackFileSchema(systems).safeParse(document('deploy')).error?.issues ?? []).toEqual([]);
});

test('the contract file that examples are taken from is one', () => {
  expect(contractFile.safeParse(document('contract')).error?.issues ?? []).toEqual([]);
});

/** `| field | type | default | what | example |` */
const rows = (page: string): string[][] =>
  readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| <a id='))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

describe.each(['docs/stack-file.md', 'docs/contract-reference.md'])('%s', (page) => {
  const all = rows(page);

  test('says of every field what it is, or what it is by default', () => {
    expect(all.length).toBeGreaterThan(40);
    const silent = all.filter(([, , , fallback, what]) => fallback === '' && what === '');
    expect(silent.map(([, field]) => field)).toEqual([]);
  });

  test('has an example for every field that has no fields of its own', () => {
    const names = new Set(all.map(([, field = '']) => /`([^`]*)`/.exec(field)?.[1] ?? ''));
    const isParent = (name: string): boolean =>
      [...names].some((other) => other.startsWith(`${name}.`) || other.startsWith(`${name}[]`));
    const lacking = all.filter(([, field = '', type, , , example]) => {
      const name = /`([^`]*)`/.exec(field)?.[1] ?? '';
      return example === '' && !isParent(name) && !/^(map|list) of maps$/.test(type ?? '');
    });
    expect(lacking.map(([, field]) => field)).toEqual([]);
  });

  test('has every anchor once', () => {
    const anchors = all.map(([, field = '']) => /id="([^"]*)"/.exec(field)?.[1]);
    expect(anchors).toEqual([...new Set(anchors)]);
  });
});

test('every rule has an example, and every example is of a rule', () => {
  expect(Object.keys(ruleExamples).toSorted()).toEqual([...knownRules().keys()].toSorted());
});

test('an example shows no secret of the tests', () => {
  expect(JSON.stringify(ruleExamples)).not.toMatch(/canary/i);
});

describe('fields of a schema', () => {
  const part: JsonSchema = {
    properties: {
      plain: { type: 'string', description: 'Text.' },
      map: {
        type: 'object',
        additionalProperties: { properties: { port: { type: 'integer', minimum: 1 } } },
      },
      choice: {
        oneOf: [
          { properties: { provider: { const: 'aws', description: 'Amazon.' } }, required: ['provider'] },
          { properties: { provider: { const: 'gcp', description: 'Google.' } }, required: ['provider'] },
        ],
      },
    },
    required: ['plain'],
  };
  const fields = fieldsOf(part, {});

  test('are listed with what is in them', () => {
    expect(fields.map(({ path }) => pathText(path))).toEqual([
      'plain',
      'map',
      'map.NAME.port',
      'choice',
      'choice.provider',
    ]);
  });

  test('that several forms have are one', () => {
    expect(fields.at(-1)).toMatchObject({
      type: '`aws` or `gcp`',
      description: 'Amazon. Google.',
      required: true,
    });
  });

  test('take their example from a document, a value that is not the default first', () => {
    const port = fields.find(({ path }) => pathText(path) === 'map.NAME.port');
    const documents = [{ map: { one: {} } }, { map: { two: { port: 8080 } } }];
    expect(port && exampleOf(port, documents, [])).toBe('port: 8080');
  });
});
