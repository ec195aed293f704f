/**
 * The program of `pulumi up`: the same `declare()` that `k8s-deploy up` runs inline. Pulumi starts it in a stack directory
 * (deploy.yaml, Pulumi.yaml with `main: .`, an index.js that exports this default again) and exports what it returns.
 */
import * as pulumi from '@pulumi/pulumi';
import { loadStackFile } from '../src/stack/load.ts';
import { systems } from '../src/systems/registry.ts';
import { runStack } from './run.ts';

let called = false;

/** Declares the resources of the selected stack and returns the stack outputs. */
export default async function program(): Promise<Record<string, pulumi.Input<unknown>>> {
  called = true;
  return runStack((directory, stack) => loadStackFile({ directory, stack, systems }));
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
