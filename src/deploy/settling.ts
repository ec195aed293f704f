/** Settles pending operations in the state. Pulumi itself writes it, so that its lock is respected. */
import type { Deployment as StackDeployment } from '@pulumi/pulumi/automation/index.js';
import type { DataMap } from '../kubernetes/data.ts';
import type { Deployment } from './deployment.ts';
import { type PendingOperation, pendingOperations, type Settlement, settled } from './pending-operations.ts';

/** For a backend whose files cannot be read. */
export async function exportedOperations(deployment: Deployment): Promise<PendingOperation[]> {
  let found: PendingOperation[] = [];
  await deployment.operate('outputs', async (stack) => {
    found = pendingOperations(contentOf(await stack.exportStack()));
  });
  return found;
}

/** Rejects with a `Failure`; `locked` if somebody else has begun in between. */
export async function settle(deployment: Deployment, settlements: readonly Settlement[]): Promise<void> {
  await deployment.operate('recover', async (stack) => {
    const exported = await stack.exportStack();
    await stack.importStack({ ...exported, deployment: settled(contentOf(exported), settlements) });
  });
}

/** Has Pulumi ask the cluster what has become of these resources; those that are gone leave the state. */
export async function askCluster(deployment: Deployment, urns: readonly string[]): Promise<void> {
  await deployment.operate('recover', async (stack, onEvent) => {
    await stack.refresh({ target: [...urns], color: 'never', suppressProgress: true, onEvent });
  });
}

const contentOf = ({ deployment }: StackDeployment): DataMap => deployment as DataMap;
