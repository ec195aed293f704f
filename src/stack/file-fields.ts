/** Finds the fields of a stack file that name other files. Works on unchecked data. */
import type { z } from 'zod';
import type { FieldPath } from './desired.ts';
import { childOf, expectationAt, knownKeys } from './expectation.ts';

type FileField = readonly [path: FieldPath, file: string];

/** Every `{fromFile: PATH}` where the schema takes text. Files of secrets are read when Pulumi runs, not now. */
export function textFilesIn(document: unknown, schema: z.core.$ZodType): FileField[] {
  const visit = (value: unknown, path: FieldPath): FileField[] => {
    if (typeof value !== 'object' || value === null) return [];
    const file = childOf(value, 'fromFile');
    if (typeof file === 'string') {
      const expectation = expectationAt(schema, document, path);
      return knownKeys(expectation).includes('fromFile') && !expectation.secret ? [[path, file]] : [];
    }
    const children = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return children.flatMap(([step, child]) => visit(child, [...path, step]));
  };
  return visit(document, []);
}

/** Every entry of a release's `valueFiles`. */
export function valueFilesIn(document: unknown): FileField[] {
  return Object.entries(childOf(document, 'releases') ?? {}).flatMap(([key, release]) => {
    const files: unknown = childOf(release, 'valueFiles');
    if (!Array.isArray(files)) return [];
    return [...files.entries()].flatMap(([index, file]): FileField[] =>
      typeof file === 'string' ? [[['releases', key, 'valueFiles', index], file]] : [],
    );
  });
}
