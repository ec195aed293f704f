import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordPath } from '../../toolchain/plane/plane.ts';
import { startPlane } from '../../toolchain/plane/start.ts';
import { stopPlane } from '../../toolchain/plane/stop.ts';
import { bundle } from '../../scripts/bundle.ts';
import toolchain from './toolchain.ts';

const onProgress = (line: string) => void process.stderr.write(`plane: ${line}\n`);

/**
 * One control plane for all tests of the project: KUBECONFIG names its kubeconfig and K8S_DEPLOY_TEST_PLANE its record
 * (plane.json). It's gone, with its folder, when the tests are done. K8S_DEPLOY_TEST_ENTRY is a fresh bundle: what users
 * get, and what the tests run.
 */
export default async function setup(): Promise<() => Promise<void>> {
  await toolchain();
  // Beside dist/, since the program looks for the toolchain beside its own folder; one for each run of tests.
  const bundled = await mkdtemp(join(import.meta.dirname, '..', '..', 'dist-test-'));
  await bundle(bundled);
  process.env['K8S_DEPLOY_TEST_ENTRY'] = join(bundled, 'cli.js');
  const directory = await mkdtemp(join(tmpdir(), 'k8s-deploy-plane-'));
  const teardown = async () => {
    await stopPlane(directory);
    await rm(directory, { recursive: true, force: true });
    await rm(bundled, { recursive: true, force: true });
  };
  try {
    const plane = await startPlane({ directory, onProgress });
    process.env['KUBECONFIG'] = plane.kubeconfig;
    process.env['K8S_DEPLOY_TEST_PLANE'] = recordPath(directory);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}
