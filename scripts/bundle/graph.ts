/** What is loaded with a file of dist/, as esbuild tells it. */
import type { Metafile } from 'esbuild';

const folder = 'dist';

/** Names of files: `name` itself and all that it imports statically; what it loads only when it is needed (`import()`) left out. */
export function loadedWith(name: string, metafile: Metafile): ReadonlySet<string> {
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true) visit(next);
    }
  };
  visit(`${folder}/${name}`);
  return new Set([...loaded].map((path) => path.slice(folder.length + 1)));
}

/** Packages of which something is in these files. */
export function packagesIn(names: Iterable<string>, metafile: Metafile): ReadonlySet<string> {
  const inputs = [...names].flatMap((name) =>
    Object.entries(metafile.outputs[`${folder}/${name}`]?.inputs ?? {}),
  );
  return new Set(
    inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
}

/** Bytes of these files. */
export const bytesOf = (names: Iterable<string>, metafile: Metafile): number =>
  [...names].reduce((sum, name) => sum + (metafile.outputs[`${folder}/${name}`]?.bytes ?? 0), 0);

/** Names of all scripts, source maps left out. */
export const scriptsIn = (metafile: Metafile): string[] =>
  Object.keys(metafile.outputs)
    .map((path) => path.slice(folder.length + 1))
    .filter((name) => name.endsWith('.js'));
