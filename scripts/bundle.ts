/**
 * Bundles the entries into dist/: what a workflow runs, so that it needs no `npm install`, and what `pulumi up` runs, which
 * has its packages beside it.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { shimName } from '../pulumi/provider/shim.ts';
import { besidePulumi, sharingPulumi } from './bundle/beside-pulumi.ts';
import { declarationsOf } from './bundle/declarations.ts';
import { licensesOf } from './bundle/licenses.ts';
import { nodeHttp } from './bundle/node-http.ts';
import { ownMap } from './bundle/source-maps.ts';
import { withoutTraces, withoutUnused } from './bundle/unused.ts';

const root = join(import.meta.dirname, '..');

/** By the name of the file in dist/. */
const entries: Readonly<Record<string, string>> = {
  main: 'src/main.ts',
  post: 'src/post.ts',
  cli: 'src/cli.ts',
  provider: 'pulumi/provider/main.ts',
  program: `${besidePulumi}:pulumi/index.ts`,
  package: `${besidePulumi}:pulumi/package.ts`,
};

/** What the code reads when it runs, as it stands beside the bundles. */
const data = ['src/contract/kubernetes/kubernetes-schemas.br', 'src/tools/tools.json'];

/** What the types of the package come from, in the order in which they are told. */
const packageTypes = [
  'pulumi/package.ts',
  'pulumi/package/names.ts',
  'pulumi/package/recipes.ts',
  'pulumi/package/options.ts',
];

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  banner: {
    // CommonJS dependencies still call `require` and look at `__dirname`.
    js: [
      "import { createRequire as __createRequire } from 'node:module';",
      "import { fileURLToPath as __toPath } from 'node:url';",
      'const require = __createRequire(import.meta.url);',
      "const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));",
    ].join(' '),
  },
};

/**
 * Writes every bundle into `folder`, which is emptied first: old chunks have other names. The same source gives the same bytes, wherever it
 * and `folder` are. Returns what is in which file.
 */
export async function bundle(folder: string): Promise<Metafile> {
  const outdir = join(root, 'dist'); // whatever `folder` is: the maps lead from there to the source
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => isThere(file))),
    outdir,
    splitting: true,
    chunkNames: '[name]-[hash]', // in one folder with the entries: code finds what lies beside it by import.meta.url
    plugins: [sharingPulumi(root), nodeHttp, withoutUnused, withoutTraces],
    sourcemap: 'linked',
    sourcesContent: false, // the source is beside dist/
    metafile: true,
    write: false,
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    const name = relative(outdir, path);
    if (!name.endsWith('.map')) writeFileSync(join(folder, name), text);
    else writeFileSync(join(folder, name), ownMap(text));
  }
  for (const file of data.filter(isThere)) copyFileSync(join(root, file), join(folder, basename(file)));
  writeFileSync(join(folder, 'licenses.txt'), licensesOf(metafile, root));
  writeFileSync(join(folder, 'package.d.ts'), declarationsOf(packageTypes, root));
  writeFileSync(join(folder, 'program.d.ts'), declarationsOf(['pulumi/index.ts'], root));
  // The name under which the Pulumi CLI looks for the state bucket's provider.
  writeFileSync(join(folder, shimName), "#!/usr/bin/env node\nimport './provider.js';\n", { mode: 0o755 });
  return metafile;
}

const isThere = (file: string): boolean => existsSync(join(root, file.replace(`${besidePulumi}:`, '')));

/** One program of our own in one file, Pulumi's SDK included as it is: for what is measured beside the product. */
export async function bundleOne(entry: string, outfile: string): Promise<void> {
  await build({ ...common, entryPoints: [entry], outfile, plugins: [withoutUnused] });
}

if (import.meta.main) await bundle('dist');
