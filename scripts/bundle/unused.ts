/** What packages bring along for things that we never do, and what each of them is in the bundle instead. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Nothing: they are loaded for an instant, or asked for by what never runs. */
const emptied: readonly RegExp[] = [
  // Pulumi compiles TypeScript programs with it; it wants a file path at load time.
  /@pulumi\/pulumi\/typescript-shim\.js$/,
  // Of serialised functions, Pulumi packs the modules: npm's own tree, a fifth of the bundle.
  /@pulumi\/pulumi\/runtime\/closure\/codePaths\.js$/,
  // gRPC reads descriptions of two services of its own with it: channelz and ORCA, which nobody registers.
  /@grpc\/proto-loader\/build\/src\/index\.js$/,
  // The AWS SDK asks it which browser this is.
  /bowser\/bowser\.mjs$/,
];

/** Asks for a token of the job, through an HTTP client with undici in it, which Node.js has anyway. */
const oidc = /@actions\/core\/lib\/oidc-utils\.js$/;

/** Zod's messages in fifty languages. What it says in English is not shown either: we say it ourselves. */
const locales = /zod\/v4\/locales\/index\.js$/;

/** Leaves out of a bundle what is not used. */
export const withoutUnused: Plugin = {
  name: 'without-unused',
  setup(plugin) {
    for (const filter of emptied) {
      plugin.onLoad({ filter }, ({ path }) => ({
        contents: path.endsWith('.mjs') ? 'export default {};' : 'module.exports = {};',
      }));
    }
    plugin.onLoad({ filter: oidc }, () => ({
      contents:
        "export class OidcClient { static getIDToken() { throw new Error('left out of the bundle'); } }",
    }));
    plugin.onLoad({ filter: locales }, () => ({ contents: "export { default as en } from './en.js';" }));
  },
};

/**
 * Pulumi's SDK takes a stack trace for every promise of every resource, a quarter of the time of a large program, and shows it only where leaks
 * of promises are looked for.
 */
export const withoutTraces: Plugin = {
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
