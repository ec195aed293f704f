/** The checkout of a workflow: examples/plain-chart in `deploy/` of a git repository. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gitRepository, type GitRepository } from '../git-repository.ts';

const root = join(import.meta.dirname, '../../..');

export const workDir = 'deploy';
export const stackFile = `${workDir}/deploy.yaml`;

export function openCheckout(): GitRepository {
  const folder = mkdtempSync(join(tmpdir(), 'k8s-deploy-workspace-'));
  const checkout = join(folder, 'shop');
  cpSync(join(root, 'examples/plain-chart'), join(checkout, workDir), { recursive: true });
  return gitRepository(checkout, () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
}

/** Another number of replicas than the stack file has. */
export const scale = (checkout: GitRepository, replicas: number): void =>
  checkout.edit(stackFile, (text) =>
    text.replace(/(?:replicas: \d\n {6})?loginSecret:/, `replicas: ${replicas}\n      loginSecret:`),
  );

/** Pods that wait for a scheduler which is not there: the release never becomes ready. */
export const hangs = (checkout: GitRepository): void =>
  checkout.edit(`${workDir}/charts/hello/templates/deployment.yaml`, (text) =>
    text.replace('      containers:', '      schedulerName: nobody\n      containers:'),
  );
