import { describe, expect, test } from 'vitest';
import { backing } from './bad-files/backing.ts';
import { files } from './bad-files/files.ts';
import { limits } from './bad-files/limits.ts';
import { overrides } from './bad-files/overrides.ts';
import { references } from './bad-files/references.ts';
import { secrets } from './bad-files/secrets.ts';
import { shape } from './bad-files/shape.ts';
import { signatures } from './bad-files/signatures.ts';
import { syntax } from './bad-files/syntax.ts';
import { unions } from './bad-files/unions.ts';
import { values } from './bad-files/values.ts';
import { refusalOf } from './refusal.ts';
import { queue, web } from './stack-directory.ts';

const tables = {
  shape,
  values,
  unions,
  backing,
  secrets,
  overrides,
  references,
  files,
  syntax,
  limits,
  signatures,
};

describe.each(Object.entries(tables))('%s', (_, table) => {
  test.each(table)('$title', (bad) => {
    const { code, message } = refusalOf(bad, [web, queue]);
    expect(code).toBe('configuration');
    for (const text of bad.never ?? []) expect(message).not.toContain(text);
    expect(message.split('\n')).toEqual(bad.problems);
  });
});
