/** Bundles the entries into dist/: one file each, so that a workflow needs no `npm install`. */
import { build, type Plugin } from 'esbuild';

const entries = { cli: 'src/cli.ts', provider: 'pulumi/provider/main.ts' };

/** Pulumi's SDK compiles TypeScript programs through this module, which wants a file path at load time. We have no such programs. */
const withoutTypeScript: Plugin = {
  name: 'without-typescript',
  setup(build) {
    build.onLoad({ filter: /@pulumi\/pulumi\/typescript-shim\.js$/ }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
  },
};

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutTypeScript],
    banner: {
      // CommonJS dependencies still call `require` and look at `__dirname`.
      js: [
        "import { createRequire as __createRequire } from 'node:module';",
        "import { fileURLToPath as __toPath } from 'node:url';",
        'const require = __createRequire(import.meta.url);',
        "const __filename = __toPath(import.meta.url), __dirname = __toPath(new URL('.', import.meta.url));",
      ].join(' '),
    },
  });
}

await bundle('dist');
