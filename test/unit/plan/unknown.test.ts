import { describe, expect, test } from 'vitest';
import type { ReleaseOperation } from '../../../src/plan/plan.ts';
import { unknownRules, unrecordedFindings, unrenderedFinding } from '../../../src/plan/unknown.ts';
import { release } from '../../setup/plan-parts.ts';

const found = (operation: ReleaseOperation): string[] =>
  unrecordedFindings([release('web', { operation, record: null })], 'dev').map(
    ({ severity, rule, message }) => `${severity} ${rule}: ${message}`,
  );

describe('a release without a record', () => {
  test.each(['update', 'replace', 'delete'] as const)(
    'whose plan is to %s it refuses the plan',
    (operation) => {
      expect(found(operation)).toEqual([
        expect.stringMatching(
          new RegExp(
            `^error plan/unrecorded: Pulumi would ${operation} release web, and Helm's record of \\S+ in namespace \\S+ was not found`,
          ),
        ),
      ]);
    },
  );

  test('that nothing is done to is a warning', () => {
    expect(found('same')).toEqual([
      expect.stringMatching(/^warning plan\/unrecorded: Pulumi has nothing to do for/),
    ]);
  });

  test.each(['create', 'import', 'forget'] as const)('is as it should be for %s', (operation) => {
    expect(found(operation)).toEqual([]);
  });

  test('with a record is known', () => {
    expect(unrecordedFindings([release('web', { operation: 'update' })], 'dev')).toEqual([]);
  });
});

test('a release that does not render says what Helm says', () => {
  const one = unrenderedFinding('web', 'dev', { message: 'nil pointer', template: 'web/templates/a.yaml' });
  expect(one).toMatchObject({
    rule: 'plan/unrendered',
    severity: 'error',
    release: 'web',
    stack: 'dev',
    template: 'web/templates/a.yaml',
    message: 'release web does not render here: nil pointer',
  });
  expect(unknownRules.map(({ id }) => id)).toContain(one.rule);
});
