import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { checkJson, checkJsonSchema } from '../../../../src/report/check/json.ts';
import { finding, mixed, result } from './results.ts';

const validate = new Ajv({ allErrors: true }).compile(checkJsonSchema());

test.each([
  ['nothing wrong', result()],
  ['one of everything', mixed],
  [
    'a file',
    result({
      cases: [],
      findings: [finding({ release: null, stack: null, case: null, object: null, source: null })],
    }),
  ],
])('%s is as the schema says', (_, given) => {
  const report: unknown = JSON.parse(JSON.stringify(checkJson(given)));
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report).toMatchObject({
    version: 1,
    findings: given.findings,
    cases: given.cases,
    unjudged: given.unjudged,
  });
});

test('counts leave out what is waived', () => {
  expect(checkJson(mixed).counts).toEqual({
    error: 1,
    warning: 1,
    notice: 0,
    waived: 1,
    unjudged: 2,
    cases: 3,
    suites: 0,
    tests: 0,
    failedTests: 0,
    skippedTests: 0,
  });
});

test('the schema refuses what it does not know', () => {
  expect(validate({ ...checkJson(mixed), more: 1 })).toBe(false);
  expect(validate({ ...checkJson(mixed), version: 2 })).toBe(false);
});

test('the schema that is published is the one in the code', () => {
  expect(JSON.parse(readFileSync('schemas/check.schema.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(checkJsonSchema())),
  );
});
