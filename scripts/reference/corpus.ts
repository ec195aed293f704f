/** Stack and contract files of this repository that tests read: where examples are taken from. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');

const read = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .toSorted()
    .map((name) => readFileSync(join(root, name), 'utf8'));

const blocks = (page: string): unknown[] =>
  [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']): unknown => parse(text));

const has =
  (key: string) =>
  (document: unknown): boolean =>
    typeof document === 'object' && document !== null && key in document;

/** Of `examples/`, and of the pages of the systems; last, what stands in none of them. */
export const stackFiles = (): unknown[] =>
  [
    ...read('examples/*/deploy.yaml').map((text): unknown => parse(text)),
    ...read('docs/systems/*.md').flatMap(blocks),
    ...read('scripts/reference/examples/deploy.yaml').map((text): unknown => parse(text)),
  ].filter(has('releases'));

export const contractFiles = (): unknown[] =>
  [
    ...read('examples/*/contracts/*.yaml').map((text): unknown => parse(text)),
    ...read('docs/contract-files.md').flatMap(blocks),
    ...read('scripts/reference/examples/contract.yaml').map((text): unknown => parse(text)),
  ].filter(has('cases'));
