/**
 * What the package `k8s-deploy-action` exports, for teams that write their own Pulumi program: the systems as functions, and `declare()`, which
 * does what a stack file does. `@pulumi/pulumi` is the program's own.
 */
import * as pulumi from '@pulumi/pulumi';
import { loadStackData } from '../src/stack/load.ts';
import { systems } from '../src/systems/registry.ts';
import type { StackOptions } from './package/options.ts';
import type { Release } from './package/recipes.ts';
import { runStack } from './run.ts';

export type * from './package/options.ts';
export * from './package/recipes.ts';
export * from './package/names.ts';

/** What to declare: a stack file as data. */
export interface Stack<Releases extends Readonly<Record<string, Release>>> extends StackOptions {
  /** Helm releases by their key, at least one. */
  readonly releases: Releases;
}

/** Names and addresses that others build on. Never a secret, nor anything derived from one. */
export interface StackOutputs<Key extends string = string> {
  /** The Helm release of each key. Companions, such as the PostgreSQL of a proof of concept, have keys of their own. */
  readonly releases: Readonly<Record<Key, { readonly name: string; readonly namespace: string }>>;
  readonly namespaces: readonly string[];
  /** By key, the DNS names in the cluster of the release's Services, known when it is deployed. */
  readonly services: Readonly<Record<Key, pulumi.Output<string[]>>>;
  /** State buckets. */
  readonly buckets: readonly string[];
}

/**
 * Declares the stack's namespaces, credentials and other backing resources, and its Helm releases in the running Pulumi program, for the
 * selected stack, and returns the outputs. Charts are pulled first, and paths start at the program's working directory: `main` in Pulumi.yaml.
 * Once a program: it makes the provider of the one cluster.
 *
 * Rejects with a `pulumi.RunError` that has every problem of `stack`, or every secret that is missing, before the first resource is declared.
 *
 * @example
 * const outputs = await declare({
 *   cluster: { identifier: 'prod-eu-1', context: 'prod' },
 *   releases: {
 *     hello: chart({ chart: { ref: './charts/hello' }, namespace: 'hello' }),
 *   },
 * });
 * export const services = outputs.services;
 */
export async function declare<Releases extends Readonly<Record<string, Release>>>(
  stack: Stack<Releases>,
): Promise<StackOutputs<keyof Releases & string>> {
  const outputs = await runStack((directory, name) =>
    loadStackData({
      directory,
      stack: name,
      systems,
      data: { ...stack, name: stack.name ?? pulumi.getProject() },
    }),
  );
  return outputs as unknown as StackOutputs<keyof Releases & string>;
}
