import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../src/stack/failure.ts';
import type { BadFile } from '../../stack/bad-file.ts';
import { files } from './bad-contracts/files.ts';
import { limits } from './bad-contracts/limits.ts';
import { references } from './bad-contracts/references.ts';
import { shape } from './bad-contracts/shape.ts';
import { suite } from './contract-directory.ts';

describe.each(Object.entries({ shape, references, files, limits }))('%s', (_, table) => {
  test.each(table)('$title', (bad) => {
    const { code, message } = refusalOf(bad);
    expect(code).toBe('configuration');
    for (const text of bad.never ?? []) expect(message).not.toContain(text);
    expect(message.split('\n')).toEqual(bad.problems);
  });
});

function refusalOf({ yaml, files: others, links }: BadFile): Failure {
  try {
    suite(yaml, others, links);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the contract file was accepted');
}
