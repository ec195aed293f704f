/** A copy of an example whose charts lie beside it, so that it needs no registry. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';

const root = join(import.meta.dirname, '..', '..');

export interface LocalExample {
  /** The stack directory; the fixture charts are in `charts` in it. */
  readonly directory: string;
  readonly remove: () => void;
}

/** `edit` changes the text of deploy.yaml. */
export function localExample(example: string, edit: (text: string) => string = (text) => text): LocalExample {
  const folder = mkdtempSync(join(tmpdir(), `k8s-deploy-${example}-`));
  const directory = join(folder, example);
  cpSync(join(root, 'examples', example), directory, { recursive: true });
  cpSync(join(root, 'test/fixtures/charts'), join(directory, 'charts'), { recursive: true });
  const legacy = 'logstream-workergroup-1.0';
  create(
    { sync: true, gzip: true, file: join(directory, `charts/${legacy}.tgz`), cwd: join(directory, 'charts') },
    [legacy],
  );
  const file = join(directory, 'deploy.yaml');
  const text = readFileSync(file, 'utf8')
    // Without a registry, its version does not tell the generation; of a folder, its metadata would be found fault with.
    .replaceAll(
      /ref: https:\/\/\S*\/logstream-workergroup, version: '1' \}/g,
      "ref: ./charts/logstream-workergroup-1.0.tgz }\n    generation: '1.0'",
    )
    .replaceAll(
      /ref: '?(?:oci|https):\/\/[^\s,'}]*\/([^/\s,'}]+)'?, version: '?[^\s}']+'?/g,
      'ref: ./charts/$1',
    )
    // What a recipe brings along is a public chart, too.
    .replaceAll(/\b(postgresql|redis): \{ (?=password:)/g, '$1: { chart: { ref: ./charts/$1 }, ');
  writeFileSync(file, edit(text));
  return { directory, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
