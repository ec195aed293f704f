/** A copy of an example whose charts lie beside it, so that it needs no registry. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface LocalExample {
  /** The stack directory; the fixture charts are in `charts` in it. */
  readonly directory: string;
  remove(): void;
}

/** `edit` changes the text of deploy.yaml. */
export function localExample(example: string, edit: (text: string) => string = (text) => text): LocalExample {
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-${example}-`));
  const directory = join(folder, example);
  cpSync(join(root, 'examples', example), directory, { recursive: true });
  cpSync(join(root, 'test/fixtures/charts'), join(directory, 'charts'), { recursive: true });
  const file = join(directory, 'deploy.yaml');
  const text = readFileSync(file, 'utf8').replaceAll(
    /ref: '?(?:oci|https):\/\/[^\s,'}]*\/([^/\s,'}]+)'?, version: '?[^\s}']+'?/g,
    'ref: ./charts/$1',
  );
  writeFileSync(file, edit(text));
  return { directory, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
