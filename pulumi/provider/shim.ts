/** Puts the provider where the engine looks for it: an executable of a fixed name in a folder that is on its PATH. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const shimName = 'pulumi-resource-k8s-deploy';

/**
 * Writes the executable that runs `entry`, an absolute path to `main.ts` or to its bundle, with this Node.js. Does
 * nothing if it is right already; another process that runs it meanwhile sees the old one or the new one, whole.
 */
export function writeProviderShim(folder: string, entry: string): void {
  const path = join(folder, shimName);
  // Compiled code is kept beside it: half the time to start. Node.js ignores a folder that it cannot write.
  const cache = `NODE_COMPILE_CACHE=${quoted(join(folder, 'compiled'))}`;
  const script = `#!/bin/sh\n${cache} exec ${quoted(process.execPath)} ${quoted(entry)} "$@"\n`;
  if (contentOf(path) === script) return;
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, script);
  chmodSync(draft, 0o755);
  renameSync(draft, path);
}

/** One word for the shell, whatever characters it has. */
const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not written yet
  }
}
