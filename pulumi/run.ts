/** One stack in a running Pulumi program: its charts pulled, its resources declared; what is wrong told as Pulumi tells it. */
import { resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { pullCharts } from '../src/render/charts.ts';
import type { DesiredStack } from '../src/stack/desired.ts';
import { Failure } from '../src/stack/failure.ts';
import type { LoadedStack } from '../src/stack/load.ts';
import { desire } from '../src/systems/desire.ts';
import { registryAccess } from '../src/systems/registries.ts';
import { declare, type Outputs } from './declare.ts';
import { readSecret } from './secrets.ts';

const oldestNode = 22; // the first with Map.groupBy and Promise.withResolvers

/**
 * Declares what `load` returns for the stack directory, which is the working directory, and the selected stack. Throws a `RunError` with every
 * problem, before the first resource.
 */
export async function runStack(load: (directory: string, stack: string) => LoadedStack): Promise<Outputs> {
  try {
    requireNode(process.versions.node);
    return await run(load(process.cwd(), pulumi.getStack()));
  } catch (error) {
    throw error instanceof Failure ? withoutTrace(error) : error;
  }
}

async function run(loaded: LoadedStack): Promise<Outputs> {
  const stack = desire(loaded);
  requireKubeconfig(stack.cluster, process.env['KUBECONFIG']);
  for (const { rule, path, message } of stack.notices) {
    await pulumi.log.warn(`${path.join('.')}: ${message}${rule === null ? '' : ` [${rule}]`}`);
  }
  const charts = await pullCharts(stack.releases, {
    directory: loaded.directory,
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
