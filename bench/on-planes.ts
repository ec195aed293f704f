/** A control plane of this machine for each part of a benchmark, and a bundle of the sources as they are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundle, bundleOne } from '../scripts/bundle.ts';
import { ensurePrograms, programFolders } from '../toolchain/ensure.ts';
import type { Plane } from '../toolchain/plane/plane.ts';
import { startPlane } from '../toolchain/plane/start.ts';
import { stopPlane } from '../toolchain/plane/stop.ts';
import { defaultPrograms } from '../toolchain/programs.ts';
import type { Workshop } from './rivals.ts';

const root = join(import.meta.dirname, '..');

export type Part = (plane: Plane, workshop: Workshop, print: (line: string) => void) => Promise<void>;

/** Prints what the parts find, one after the other. */
export async function onPlanes(parts: readonly Part[]): Promise<void> {
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const programs = await ensurePrograms({ names: [...defaultPrograms, 'kubectl'], onProgress: print });
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-bench-'));
  const bundled = mkdtempSync(join(root, 'dist-test-bench-')); // beside dist/: the program looks for the toolchain beside its own folder
  try {
    await bundle(bundled);
    await bundleOne(join(root, 'bench/bare.ts'), join(folder, 'bare.js'));
    process.env['PATH'] = [bundled, programFolders(programs), process.env['PATH']].join(delimiter); // its own: the bucket's provider
    print(
      `${cpus().length} cores, Node.js ${process.version}; wall time of whole commands: median (fastest)`,
    );
    for (const part of parts) {
      const plane = await startPlane({ directory: join(folder, 'plane') });
      try {
        await part(plane, { folder, bundled }, print);
      } finally {
        await stopPlane(plane.directory);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(bundled, { recursive: true, force: true });
  }
}
