/** The KSML definition of an application: streams, functions, pipelines. */
import type { TextSource } from '../../stack/fields.ts';
import { StackFileError } from '../../stack/problem.ts';
import { parseYaml } from '../../stack/yaml.ts';

/** What the runner needs to know of it, or what is wrong. */
type Definition = { readonly problem: string } | { readonly problem: null; readonly isStateful: boolean };

export function readDefinition(source: TextSource, text: string): Definition {
  const file = typeof source === 'string' ? 'definition' : source.fromFile;
  try {
    const { value } = parseYaml(text, { file });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { problem: 'expected a YAML map with streams, functions and pipelines' };
    }
    return { problem: null, isStateful: keepsState(value) };
  } catch (error) {
    if (!(error instanceof StackFileError)) throw error;
    return { problem: error.message };
  }
}

/** Tables and named stores are kept on disk. Operations may keep state without either, which is not seen here. */
export function keepsState(definition: object): boolean {
  return ['stores', 'tables', 'globalTables'].some((key) => key in definition);
}
