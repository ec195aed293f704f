/** Node.js's HTTP module, without what nobody here uses of it. */
import http from 'node:http';
import type { Plugin } from 'esbuild';

const namespace = 'node-http';

/**
 * An `import` of it evaluates all of its exports, of which WebSocket and its like load another HTTP client: 30 ms of every start. Taken from the process, it is the
 * same module, and only what is named is evaluated.
 */
export const nodeHttp: Plugin = {
  name: namespace,
  setup(plugin) {
    plugin.onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' || kind === 'dynamic-import' ? { path: 'node:http', namespace } : null,
    );
    plugin.onLoad({ filter: /^node:http$/, namespace }, () => ({
      contents: [
        "const http = process.getBuiltinModule('node:http');",
        'export default http;',
        `export const { ${names().join(', ')} } = http;`,
      ].join('\n'),
    }));
  },
};

/** What is there at once, and not made when it is asked for. */
const names = (): string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(http)).flatMap(([name, { value }]) =>
    value === undefined ? [] : [name],
  );
