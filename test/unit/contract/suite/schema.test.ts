import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contractFile } from '../../../../src/contract/suite/schema.ts';

interface JsonSchema {
  readonly $id?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
}

const schema = JSON.parse(
  readFileSync(new URL('../../../../schemas/contract.schema.json', import.meta.url), 'utf8'),
) as JsonSchema;

test('the JSON Schema knows every key, and no other', () => {
  expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(contractFile.shape));
  expect(schema.additionalProperties).toBe(false);
  const cases = schema.properties?.['cases']?.additionalProperties;
  expect(typeof cases === 'object' ? cases.additionalProperties : null).toBe(false);
});

test('cases are required, and one of release and chart', () => {
  expect(schema.required).toEqual(['cases']);
  expect(schema.oneOf).toEqual([{ required: ['release'] }, { required: ['chart'] }]);
});
