/** action.yml, as the runner reads it. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../../..');

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post: string };
}
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as ActionFile;

/** As action.yml says; K8S_DEPLOY_TEST_ACTION is a folder with another bundle. */
export function entryOf(name: 'main' | 'post'): string {
  const file = action.runs[name];
  const other = process.env['K8S_DEPLOY_TEST_ACTION'];
  return other === undefined ? join(root, file) : join(other, basename(file));
}

/** What a step is given where it says nothing. */
export const defaults = (token: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: text = '' }]) => [
      name,
      text === '${{ github.token }}' ? token : text,
    ]),
  );
