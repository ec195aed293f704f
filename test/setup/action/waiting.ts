/** A step of `up` at the moment when it waits for the pods of its release. */
import { vi, expect } from 'vitest';
import { list } from '../cluster.ts';
import type { Deployment } from './deployment.ts';
import type { RunningStep } from './runner.ts';

export async function waitsForPods({ plane, namespace }: Deployment, running: RunningStep): Promise<void> {
  await vi.waitFor(
    async () => {
      if (running.child.exitCode !== null) throw new Error(`it has ended:\n${running.text()}`);
      const [deployment] = await list(plane, 'apps/v1/deployments', namespace);
      expect(JSON.stringify(deployment?.spec)).toContain('nobody');
      expect(running.text()).toContain(`Deployment ${namespace}/hello: `);
    },
    { timeout: 90_000, interval: 100 },
  );
}
