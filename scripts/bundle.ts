/**
 * Bundles the entries into dist/: what a workflow runs, so that it needs no `npm install`, and what `pulumi up` runs, which
 * has its packages beside it.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { shimName } from '../pulumi/provider/shim.ts';

/**
 * What Pulumi's SDK loads for things that we never do: compiling TypeScript programs (its shim wants a file path at load
 * time) and packing the modules of serialised functions (npm's own tree, a quarter of the bundle).
 */
const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(plugin) {
    const filter = /@pulumi\/pulumi\/typescript-shim\.js$/;
    plugin.onLoad({ filter }, () => ({ contents: 'module.exports = {};' }));
    plugin.onResolve({ filter: /^@npmcli\/arborist$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    plugin.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * Pulumi's SDK takes a stack trace for every promise of every resource, a quarter of the time of a large program, and shows it only where leaks
 * of promises are looked for.
 */
const withoutTraces: Plugin = {
  name: 'without-traces',
  setup(plugin) {
    plugin.onLoad({ filter: /@pulumi\/pulumi\/runtime\/debuggable\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(
        'value: new Error().stack',
        'value: exports.debugPromiseLeaks ? new Error().stack : undefined',
      );
      if (contents === text) throw new Error(`${path} takes its traces in another way`);
      return { contents };
    });
  },
};

const schemasFile = 'src/contract/kubernetes/kubernetes-schemas.br';

const common: BuildOptions = {
  absWorkingDir: join(import.meta.dirname, '..'),
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

/** Writes every bundle into `folder`, which is emptied first: old chunks have other names. */
export async function bundle(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...common,
    entryPoints: { cli: 'src/cli.ts', provider: 'pulumi/provider/main.ts' },
    outdir: folder,
    splitting: true,
    chunkNames: '[name]-[hash]', // in one folder with the entries: code finds what lies beside it by import.meta.url
    plugins: [withoutUnused, withoutTraces],
  });
  // Pulumi's own runner starts this one: with a copy of the SDK in it, its resources would belong to nobody's stack.
  await build({
    ...common,
    entryPoints: { program: 'pulumi/index.ts' },
    outdir: folder,
    external: ['@pulumi/*'],
  });
  copyFileSync(schemasFile, join(folder, basename(schemasFile))); // read when objects are validated
  // The name under which the Pulumi CLI looks for the state bucket's provider.
  writeFileSync(join(folder, shimName), "#!/usr/bin/env node\nimport './provider.js';\n", { mode: 0o755 });
}

/** One program of our own in one file, Pulumi's SDK included as it is: for what is measured beside the product. */
export async function bundleOne(entry: string, outfile: string): Promise<void> {
  await build({ ...common, entryPoints: [entry], outfile, plugins: [withoutUnused] });
}

if (import.meta.main) await bundle('dist');
