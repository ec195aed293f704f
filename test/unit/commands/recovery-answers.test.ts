import { describe, expect, test } from 'vitest';
import { answerTo, requireFitting, type Answers } from '../../../src/commands/recovery-answers.ts';
import type { PendingOperation } from '../../../src/deploy/pending-operations.ts';

const operation = (kind: string, name: string, given: Partial<PendingOperation> = {}): PendingOperation => ({
  urn: `urn:pulumi:dev::p::kubernetes:core/v1:${kind}::${name}`,
  type: `kubernetes:core/v1:${kind}`,
  kind,
  name,
  operation: 'creating',
  known: false,
  stands: { as: 'elsewhere' },
  ...given,
});
const answers = (created: readonly string[], notCreated: readonly string[] = []): Answers => ({
  created,
  notCreated,
});
const login = operation('Secret', 'login');

describe('what is said of a creation', () => {
  test.each([
    ['nothing', answers([]), null],
    ['by kind and name', answers(['Secret/login']), 'created'],
    ['by its URN', answers([], [login.urn]), 'not-created'],
    ['of another', answers(['Secret/other'], ['ConfigMap/login']), null],
  ])('%s', (_, given, expected) => {
    expect(answerTo(login, given)).toBe(expected);
  });

  test('an update is not asked about', () => {
    expect(answerTo({ ...login, operation: 'updating' }, answers(['Secret/login']))).toBeNull();
  });

  const twin = operation('Secret', 'login', { urn: 'urn:pulumi:dev::p::example.com/v1:Secret::login' });
  test.each([
    ['fits', [login], answers(['Secret/login']), null],
    ['of none', [login], answers(['Secret/other']), 'no creation that was broken off is of "Secret/other"'],
    ['of none at all', [], answers(['Secret/other']), 'no creation that was broken off is of "Secret/other"'],
    [
      'of two',
      [login, twin],
      answers(['Secret/login']),
      `"Secret/login" may be any of ${login.urn}, ${twin.urn}`,
    ],
    [
      'both',
      [login],
      answers(['Secret/login'], [login.urn]),
      `"Secret/login" is said to be created and not to be\n"${login.urn}" is said to be created and not to be`,
    ],
  ])('%s', (_, operations, given, problem) => {
    let thrown: string | null = null;
    try {
      requireFitting(given, operations);
    } catch (error) {
      thrown = (error as Error).message;
    }
    expect(thrown).toBe(problem);
  });
});
