/**
 * The program of `pulumi up`: the same `declare()` that `k8s-deploy up` runs inline. Pulumi starts it in a stack directory
 * (deploy.yaml, Pulumi.yaml with `main: .`, an index.js that exports this default again) and exports what it returns.
 */
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { pullCharts } from '../src/render/charts.ts';
import type { DesiredStack } from '../src/stack/desired.ts';
import { Failure } from '../src/stack/failure.ts';
import { loadStackFile } from '../src/stack/load.ts';
import { desire } from '../src/systems/desire.ts';
import { registryAccess } from '../src/systems/registries.ts';
import { systems } from '../src/systems/registry.ts';
import { declare } from './declare.ts';
import { readSecret } from './secrets.ts';

type Outputs = Record<string, pulumi.Input<unknown>>;

const oldestNode = 22; // the first with Map.groupBy and Promise.withResolvers

let called = false;

/** Declares the resources of the selected stack and returns the stack outputs. */
export default async function program(): Promise<Outputs> {
  called = true;
  try {
    requireNode(process.versions.node);
    return await run(process.cwd(), pulumi.getStack());
  } catch (error) {
    throw error instanceof Failure ? withoutTrace(error) : error;
  }
}

async function run(directory: string, stackName: string): Promise<Outputs> {
  const loaded = loadStackFile({ directory, stack: stackName, systems });
  const stack = desire(loaded);
  requireKubeconfig(stack.cluster, process.env['KUBECONFIG']);
  for (const { rule, path, message } of stack.notices) {
    await pulumi.log.warn(`${path.join('.')}: ${message}${rule === null ? '' : ` [${rule}]`}`);
  }
  const charts = await pullCharts(stack.releases, {
    directory,
    registries: registryAccess(loaded),
    reveal: async (secret) => readSecret(secret),
    onProgress: (line) => void pulumi.log.info(line, undefined, undefined, true),
  });
  return declare(stack, new Map([...charts].map(([key, { path }]) => [key, path])));
}

/** Pulumi takes the `node` that is first on PATH, and would show how the program breaks in an older one. */
function requireNode(version: string): void {
  if (Number.parseInt(version, 10) >= oldestNode) return;
  throw new Failure('configuration', `Node.js ${version} cannot run k8s-deploy-action`, {
    hint: `put Node.js ${oldestNode} or newer first on PATH`,
  });
}

/** The engine starts the provider with the environment of whoever called `pulumi`: from here it cannot be changed. */
function requireKubeconfig({ kubeconfig }: DesiredStack['cluster'], inherited: string | undefined): void {
  if (kubeconfig === null || (inherited && resolve(inherited) === resolve(kubeconfig))) return;
  throw new Failure(
    'configuration',
    `cluster.kubeconfig is ${kubeconfig}, but KUBECONFIG is ${inherited || 'not set'}`,
    { hint: `export KUBECONFIG=${resolve(kubeconfig)}, so that Pulumi's provider finds the same cluster` },
  );
}

/** Pulumi shows the message of a `RunError` alone, of any other error also where it was thrown. */
function withoutTrace({ message, hint }: Failure): pulumi.RunError {
  return new pulumi.RunError(hint === null ? message : `${message}\n  what to do: ${hint}`);
}

// A program that only loads this module would be an empty one, and Pulumi would delete the whole stack. It happens where
// package.json lacks `"type": "module"`: then Pulumi does not look for a default export.
process.once('beforeExit', () => {
  if (called) return;
  const error = new pulumi.RunError(
    `index.js did not run the program of k8s-deploy-action; no resource was changed
  what to do: put "type": "module" in the package.json of the stack directory, and in its index.js
  export { default } from 'k8s-deploy-action/program';`,
  );
  error.stack = ''; // at this point Pulumi would show it, even of a RunError
  throw error;
});
