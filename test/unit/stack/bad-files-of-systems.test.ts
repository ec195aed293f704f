import { expect, test } from 'vitest';
import { systems } from '../../../src/systems/registry.ts';
import { systems as systemFiles } from './bad-files/systems.ts';
import { refusalOf } from './refusal.ts';

test.each(systemFiles)('$title', (bad) => {
  const { message } = refusalOf(bad, systems);
  for (const text of bad.never ?? []) expect(message).not.toContain(text);
  expect(message.split('\n')).toEqual(bad.problems);
});
