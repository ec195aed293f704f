import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes an executable shell script: a tiny real program that stands in for a tool. Returns its path. */
export async function standIn(folder: string, name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** A `go` that says it is `version` and "builds" by running `build` with the output's path in $out. */
export function goStandIn(folder: string, version: string, build: string): Promise<string> {
  const script = `
case "$1 $2" in
  "env GOVERSION") echo "go${version}" ;;
  "env GOTOOLCHAIN") echo "\${GOTOOLCHAIN:-local}" ;;
  *) while [ "$1" != -o ]; do shift; done; out="$2"; ${build} ;;
esac`;
  return standIn(folder, 'go', script);
}
