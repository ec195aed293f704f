/** The stacks of a stack directory as the gate takes them. Loads every known system, which takes a moment. */
import { resolve } from 'node:path';
import type { StackToCheck } from '../contract/applied.ts';
import { asUsual, packsFor } from '../contract/packs.ts';
import { defaultKubeVersion } from '../contract/kubernetes/version.ts';
import { backingObjects } from '../contract/references/backing-objects.ts';
import { externalProvided } from '../contract/references/external.ts';
import { reveal } from '../deploy/reveal.ts';
import { pullCharts } from '../render/charts.ts';
import { inheritedMirrors, parseMirrors } from '../render/mirrors.ts';
import type { DesiredStack } from '../stack/desired.ts';
import { readStackFile, type LoadedStack } from '../stack/load.ts';
import { StackFileError } from '../stack/problem.ts';
import { desire } from '../systems/desire.ts';
import { registryAccess } from '../systems/registries.ts';
import { systems } from '../systems/registry.ts';
import type { Io, StackOptions } from './session.ts';

export interface ReadStack {
  readonly loaded: LoadedStack;
  readonly desired: DesiredStack;
}

/** The stack that is named, or all of them, without their charts. Throws with the problems of all. */
export function readStacks({ cwd, stack }: Pick<StackOptions, 'cwd' | 'stack'>): {
  readonly stacks: readonly ReadStack[];
  readonly isEveryStack: boolean;
} {
  const file = readStackFile(resolve(cwd));
  const wanted = stack !== undefined || file.names.length === 0 ? [stack] : file.names;
  const problems: StackFileError[] = [];
  const stacks = wanted.flatMap((name) => {
    try {
      const loaded = file.load({ stack: name, systems });
      return [{ loaded, desired: desire(loaded) }];
    } catch (error) {
      if (!(error instanceof StackFileError)) throw error;
      problems.push(error);
      return [];
    }
  });
  if (problems.length > 0) throw new StackFileError(problems.flatMap((error) => error.problems));
  return { stacks, isEveryStack: stacks.length >= file.names.length };
}

/** Pulls the charts of each. */
export async function withCharts(
  stacks: readonly ReadStack[],
  options: Pick<StackOptions, 'cwd' | 'chartMirror'>,
  io: Io,
  onProgress: (line: string) => void,
): Promise<StackToCheck[]> {
  const directory = resolve(options.cwd);
  return await Promise.all(
    stacks.map(async ({ loaded, desired }) => {
      const charts = await pullCharts(desired.releases, {
        directory,
        reveal: (secret) =>
          reveal(secret, {
            directory,
            stack: desired.stack,
            environment: io.environment,
            learn: io.redactor.learn,
          }),
        registries: registryAccess(loaded),
        mirrors: [...parseMirrors(options.chartMirror), ...inheritedMirrors(io.environment)],
        signal: io.signal,
        onProgress,
      });
      return stackToCheck(loaded, desired, new Map([...charts].map(([key, { archive }]) => [key, archive])));
    }),
  );
}

export const stackToCheck = (
  loaded: LoadedStack,
  desired: DesiredStack,
  charts: ReadonlyMap<string, string>,
): StackToCheck => ({
  loaded,
  desired,
  charts,
  kubeVersion: desired.cluster.kubeVersion ?? defaultKubeVersion,
  apiVersions: loaded.document.cluster.apiVersions,
  provided: [...backingObjects(desired), ...externalProvided(loaded.document.external)],
  packsOf: ({ system }) => packsFor(asUsual, { system, systems, crds: [] }),
});
