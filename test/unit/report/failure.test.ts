import { describe, expect, test } from 'vitest';
import { failureJson, failureLines } from '../../../src/report/failure.ts';
import { Failure } from '../../../src/stack/failure.ts';
import { recorder } from './recorder.ts';

const failure = new Failure('locked', 'stack "dev" is locked\nby ann', { hint: 'wait\nor free it' });

describe('a failure', () => {
  test('for people: what, then what to do, lines that belong together below each other', () => {
    expect(failureLines(failure, recorder()).join('\n')).toBe(
      ['error (locked): stack "dev" is locked', '  by ann', '  what to do: wait', '  or free it'].join('\n'),
    );
  });

  test('without a way out, no empty line', () => {
    expect(failureLines(new Failure('failed', 'broken'), recorder())).toEqual(['error (failed): broken']);
  });

  test('colours mark the words, not the text', () => {
    const [first] = failureLines(failure, recorder({ isTTY: true }));
    expect(first).toBe('\u001B[31merror (locked): \u001B[39mstack "dev" is locked\n  by ann');
  });

  test('for programs: closed codes', () => {
    expect(failureJson(failure)).toEqual({
      error: {
        code: 'locked',
        exitCode: 7,
        message: 'stack "dev" is locked\nby ann',
        hint: 'wait\nor free it',
      },
    });
  });
});
