/**
 * What runs in a Pulumi program of somebody else shares Pulumi's SDK with that program: with a copy of its own, its resources would belong to
 * nobody's stack. So `pulumi/` is bundled twice: for the commands with the SDK, for programs without. All else is in shared chunks.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/** Before the path of an entry, and the namespace of all that is bundled in this way. */
export const besidePulumi = 'beside-pulumi';

const entry = new RegExp(`^${besidePulumi}:`);

/** `root` is the repository. Paths stay relative to it: the names of chunks come from them. */
export const sharingPulumi = (root: string): Plugin => ({
  name: 'sharing-pulumi',
  setup(plugin) {
    plugin.onResolve({ filter: entry }, ({ path }) => ({
      path: path.replace(entry, ''),
      namespace: besidePulumi,
    }));
    plugin.onResolve({ filter: /^@pulumi\//, namespace: besidePulumi }, () => ({ external: true }));
    plugin.onResolve({ filter: /^\./, namespace: besidePulumi }, ({ path, resolveDir }) => {
      const file = relative(root, join(resolveDir, path));
      return file.startsWith('pulumi/') ? { path: file, namespace: besidePulumi } : null;
    });
    plugin.onLoad({ filter: /\.ts$/, namespace: besidePulumi }, ({ path }) => ({
      contents: readFileSync(join(root, path), 'utf8'),
      loader: 'ts',
      resolveDir: join(root, path, '..'),
    }));
  },
});
