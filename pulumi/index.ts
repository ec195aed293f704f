/**
 * The program of `pulumi up`: the same `declare()` that `k8s-deploy up` runs inline. It expects to be started by Pulumi in
 * a stack directory (deploy.yaml, Pulumi.yaml with `main: .`), pulls the charts that are not there yet, and exports the
 * stack outputs.
 */
import * as pulumi from '@pulumi/pulumi';
import { pullCharts } from '../src/render/charts.ts';
import { loadStackFile } from '../src/stack/load.ts';
import { desire } from '../src/systems/desire.ts';
import { registryAccess } from '../src/systems/registries.ts';
import { systems } from '../src/systems/registry.ts';
import { declare } from './declare.ts';
import { readSecret } from './secrets.ts';

/** Stack outputs by name; a promise, which Pulumi awaits. */
export async function run(directory: string): Promise<Record<string, pulumi.Input<unknown>>> {
  const loaded = loadStackFile({ directory, stack: pulumi.getStack(), systems });
  const stack = desire(loaded);
  for (const { path, message } of stack.notices) await pulumi.log.warn(`${path.join('.')}: ${message}`);
  const charts = await pullCharts(stack.releases, {
    directory,
    registries: registryAccess(loaded),
    reveal: (secret) => Promise.resolve(readSecret(secret)),
  });
  return declare(stack, new Map([...charts].map(([key, { path }]) => [key, path])));
}
